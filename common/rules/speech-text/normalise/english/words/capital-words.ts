/** Words in capitals that are read as words. */
// biome-ignore format: a table is read in rows
export const SAID_AS_WORDS: ReadonlySet<string> = new Set([
  'NASA', 'NATO', 'PIN', 'RAM', 'ROM', 'ZIP', 'OPEC', 'GIF', 'SIM', 'UNICEF', 'UNESCO', 'FIFA',
  'AIDS', 'SWAT', 'COVID', 'YOLO', 'LASER', 'RADAR', 'SONAR', 'SCUBA', 'NAFTA', 'ASCII',
  'CAPTCHA', 'LAN', 'WAN', 'VIN', 'IKEA', 'BASIC', 'OSHA', 'FEMA', 'MEDICAID', 'NOAA',
  'LOL', 'OK', 'GAAP', 'IRA', 'HIPAA', 'SIRI', 'ALEXA', 'LEGO', 'SEPA', 'BAFTA',
  'REST', 'JSON', 'POST', 'WAV', 'NAS', 'NASDAQ', 'JPEG', 'WHO',
]);

/** Abbreviations that are always spelled out, even among words in capitals. */
// biome-ignore format: a table is read in rows
export const SPELLED: ReadonlySet<string> = new Set([
  'USA', 'UK', 'EU', 'UN', 'US', 'FBI', 'CIA', 'CEO', 'CFO', 'CTO', 'COO', 'ID', 'FAQ', 'API',
  'URL',
    'UPS',
    'USPS',
    'ATM',
    'VIP',
    'AI',
    'IT',
    'IP',
    'UI',
    'UX',
    'IBAN',
    'VAT',
    'ETA',
    'ISP',
  'DIY', 'MRI', 'ICU', 'ER', 'DUI', 'IRS', 'EMI', 'APR', 'ROI', 'KPI', 'IOT', 'AWS',
  'HVAC', 'AARP', 'ACLU', 'UCLA', 'IEEE', 'AC', 'AM', 'EST', 'UTC', 'IUD',
]);

/** Common short words that some people capitalise for emphasis. */
export const SHOUTED: ReadonlySet<string> = new Set(
  [
    'A ALL AN AND ANY ARE AS AT BE BIG BUT BUY BY CAN CAR DAY DID DO END FOR FREE FROM FUN GET GO',
    'HAD HAS HE HER HEY HI HIM HIS HOT HOW I IF IN ITS LET LOW MAN MAX MAY ME MEN MIN MORE MUST MY',
    'NEW NEXT NO NOT NOW OF OFF OH OLD ON ONE ONLY OPEN OR OUR OUT OWN PAY PUT RED RUN SALE SAY SEE',
    'SHE SIR SIT SIX SO STOP SUN TEN THAT THE THEM THEN THEY THIS TO TOO TOP TRY TWO UP USE VERY VIA',
    'WAIT WAS WAY WE WHO WHY WIN WITH WON YES YET YOU YOUR ALSO BEEN BEST CALL COME EACH EVEN FAST',
    'FIND FIRE FIVE FOUR FULL GIVE GOOD HAVE HELP HERE HOLD HOME HOUR INTO JUST KEEP KNOW LAST LATE',
    'LEFT LESS LIKE LINE LIST LONG LOOK MADE MAIN MAKE MANY NAME NEED NINE NONE ONCE OVER PAGE PART',
    'PAST PICK PLAN PLUS REAL RING SAFE SAID SAME SEND SHIP SHOP SIDE SIGN SIZE SOME SOON SUCH SURE',
    'TAKE TALK TEAM TELL TEST TEXT THAN TIME TURN TYPE UNIT UPON WALK WANT WEEK WELL WENT WERE WHAT',
    'WHEN WILL WORD WORK YEAR ZERO ABOUT AFTER AGAIN NEVER OTHER PLEASE PRESS THANK THEIR THERE TODAY',
  ].flatMap((line) => line.split(' ')),
);
