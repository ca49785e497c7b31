import { Segmented } from '../ui/forms/segmented.tsx';

export type Country = 'US' | 'CA';

const COUNTRIES: readonly { value: Country; label: string }[] = [
  { value: 'US', label: 'United States' },
  { value: 'CA', label: 'Canada' },
];

/** Chooses the country of a new number. */
export function CountryChoice(props: { country: Country; onChange(country: Country): void }) {
  return (
    <Segmented
      label="Country"
      value={props.country}
      options={COUNTRIES}
      onChange={props.onChange}
    />
  );
}
