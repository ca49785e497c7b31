/**
 * Top-level domains that are read as words. Those of two letters are spelled out unless listed
 * here.
 */
// biome-ignore format: a table is read in rows
export const DOMAIN_WORDS: ReadonlySet<string> = new Set([
  'com', 'org', 'net', 'info', 'biz', 'edu', 'gov', 'mil', 'app', 'dev', 'shop', 'store',
  'online', 'site', 'tech', 'cloud', 'page', 'blog', 'news', 'live', 'email', 'agency',
  'xyz', 'health', 'care', 'travel', 'museum', 'jobs', 'mobi', 'name', 'pro', 'design',
  'digital', 'world', 'today', 'team', 'space', 'zone', 'solutions', 'services', 'systems',
  'software', 'bank', 'hotel', 'restaurant', 'dental', 'clinic', 'taxi', 'bike', 'test',
  'example', 'invalid', 'localhost', 'local', 'inc', 'llc', 'ltd', 'gmbh', 'club', 'group',
  'network', 'media', 'studio', 'support', 'help', 'chat', 'phone', 'io', 'co', 'me', 'to',
]);

/** Two-letter domains that are spelled out. */
// biome-ignore format: a table is read in rows
export const DOMAIN_LETTERS: ReadonlySet<string> = new Set([
  'ai', 'at', 'au', 'be', 'br', 'ca', 'cc', 'ch', 'cl', 'cn', 'cz', 'de', 'dk', 'ee', 'es',
  'eu', 'fi', 'fm', 'fr', 'gg', 'gr', 'hk', 'hr', 'hu', 'ie', 'il', 'in', 'is', 'it', 'jp',
  'kr', 'li', 'lt', 'lu', 'lv', 'ly', 'mx', 'my', 'ng', 'nl', 'no', 'nz', 'pe', 'ph', 'pl',
  'pt', 'ro', 'rs', 'ru', 'se', 'sg', 'sh', 'si', 'sk', 'th', 'tr', 'tv', 'tw', 'ua', 'uk',
  'us', 'vn', 'za',
]);

/** File extensions and other suffixes that are spoken after "dot". */
// biome-ignore format: a table is read in rows
export const FILE_ENDINGS: ReadonlySet<string> = new Set([
  'pdf', 'doc', 'docx', 'xls', 'xlsx', 'csv', 'txt', 'html', 'htm', 'js', 'ts', 'json', 'xml',
  'zip', 'png', 'jpg', 'jpeg', 'gif', 'svg', 'mp3', 'mp4', 'wav', 'py', 'php', 'exe', 'dmg',
]);
