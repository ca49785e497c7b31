import { type SentenceLanguage, words } from '../sentence-language.ts';

export const german: SentenceLanguage = {
  titles: words('Fa dr prof Hr Fr Frl dipl ing Mag med jur phil rer nat St Hl'),
  roads: words(),
  inner: words(
    'z.b d.h u.a u.ä o.ä i.d.r v.a z.t z.zt u.u s.o s.u m.e a.d i.a i.v bzw ca evtl ggf inkl exkl',
    'zzgl abzgl sog vgl bspw insb mind max einschl entspr ehem geb gest gem lt od resp tägl',
    'wöchentl monatl telef allg kath ev öffentl priv eigtl urspr zzt',
  ),
  beforeNumber: words('nr abs kap tel bd hausnr ziff rdnr tab abb anl'),
  weak: words('Art Lit Satz Buchst Anm Rn Bl Inh ff'),
  either: words(
    'usw etc u.s.w mwst ust co chr pers aufl hrsg verl verf std sek min stk str pl mio mrd tsd jh jhd jhdt gmbh abt vorm nachm',
    'Jan Feb Mär Mrz Apr Jun Jul Aug Sep Sept Okt Nov Dez Mo Di Mi Do Sa So',
  ),
  starters: words(
    'der die das ein eine einen einem dieser diese dieses jener ich du er sie es wir ihr man was',
    'wann wo wer wie warum wieso welche welcher welches ist sind war waren hat haben hatte kann',
    'können könnte möchten möchte darf dürfen soll sollen wird werden bitte danke wenn falls und',
    'aber oder denn dann also jedoch auch so nur hier dort da heute morgen gestern jetzt nun nach',
    'vor seit bis mit ohne für von zu zum zur im in am an auf bei um nein ja gut gerne gern',
    'leider natürlich alle alles jeder jede mein meine unser unsere ihre ihren sein seine kein keine',
    'drücken rufen sagen geben kommen gibt',
  ),
  ordinals: {
    after: words(
      'am der die das den dem des im vom zum zur bis ab beim ein eine einen einem einer jeder jede',
      'jeden jedes jedem mein dein sein ihr unser dieser diese diesen diesem',
    ),
    before: words(
      'januar jänner februar feber märz april mai juni juli august september oktober november',
      'dezember aufl ausg jh jhd jahrg jan feb mär mrz apr jun jul aug sep sept okt nov dez und bis oder',
    ),
  },
};
