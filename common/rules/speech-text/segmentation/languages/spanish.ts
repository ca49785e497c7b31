import { type SentenceLanguage, words } from '../sentence-language.ts';

export const spanish: SentenceLanguage = {
  titles: words(
    'sr sra srta sres sras dr dra dres prof profa lic ing arq d dª dña mons rvdo Fr gral Cnel Cap',
    'Sgto exc excmo excma ilmo ilma sto sta',
  ),
  roads: words(),
  inner: words(
    'p.ej p.e v.g v.gr aprox ej cf vs incl av avda avd ctra cra admón párrf ee pza pl bto gta urb',
  ),
  beforeNumber: words(
    'núm nro n° n.º n.o nº no tel teléf tfno tlf pág págs art arts párr fracc máx mín vol ext dpto c',
  ),
  weak: words('mar may dom sec disp inc cap'),
  either: words(
    'etc pers ed eds edit uu ud uds vd vds ee.uu s.a s.l s.r.l a.m p.m cía ltda hnos hs izq dcha',
    'ene feb abr jun jul ago sep sept oct nov dic lun mié jue vie sáb Mar Dom',
  ),
  starters: words(
    'el la los las un una unos unas este esta estos estas ese esa eso esto yo tú él ella nosotros',
    'ellos ellas usted ustedes qué cuándo dónde quién cómo cuál cuánto por para con sin en de a',
    'desde hasta si cuando aunque porque pero y o ni entonces también además no sí es son está',
    'están hay puede pueden podemos puedo tiene tienen tenemos quiere quieren debe gracias hola',
    'bueno bien claro perdón lo le les se me nos su sus mi mis nuestro nuestra hoy mañana ahora',
    'aquí ahí luego después antes todo todos cada llame diga marque pulse',
  ),
  ordinals: null,
};
