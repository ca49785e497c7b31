/** A registration that is accepted; it creates a sub-account. */
export const REGISTRATION = {
  registration_type: 'sole_proprietor',
  first_name: 'First',
  last_name: 'Last',
  email: 'owner@brand.example',
  phone_number: '+12025550199',
  street_address: '1 Main Street',
  city: 'Springfield',
  state: 'IL',
  zip_code: '62701',
  description: 'Appointment reminders for the customers of a bicycle repair shop.',
  use_cases: ['customer_care'],
  message_samples: ['Your bicycle is ready for pick-up.', 'Your appointment is tomorrow at ten.'],
  consent_flow: 'Customers tick a box in the booking form to receive these messages.',
  opt_in_image_url: 'https://brand.example/opt-in.png',
} as const;

/** The same for the account itself. */
export const OWN_REGISTRATION = { ...REGISTRATION, create_sub_account: false };
