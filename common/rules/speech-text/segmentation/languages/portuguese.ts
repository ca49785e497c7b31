import { type SentenceLanguage, words } from '../sentence-language.ts';

export const portuguese: SentenceLanguage = {
  titles: words(
    'sr sra srta srs sras dr dra drs prof profa profª Eng Enga arq d Pe Frei exmo exma ilmo ilma',
    'sto sta Rev Cel Cap Sgt Gal',
  ),
  roads: words(),
  inner: words('p.ex ex aprox cf vs incl av r Al pç pça trav tv rod estr lgo qd lt'),
  beforeNumber: words(
    'n.º n.o nº núm num tel art arts séc sécs máx mín vol pág págs p fl fls apto',
  ),
  weak: words('mar mai set out ter sex dom cap sec inc par'),
  either: words(
    'etc pess ed eds org ltda s.a s.a.r.l cia v.exa v.sa hs a.m p.m e.u.a dto esq',
    'jan fev abr jun jul ago nov dez seg qua qui sáb Mar Mai Set Out Ter Sex Dom',
  ),
  starters: words(
    'o a os as um uma uns umas este esta estes estas esse essa isso isto aquele aquela eu tu ele',
    'ela nós eles elas você vocês que quando onde quem como qual quais quanto por para com sem em',
    'no na nos nas de do da dos das desde até se embora porque mas e ou nem então também além não',
    'sim é são está estão há pode podem podemos posso tem têm temos quer querem deve obrigado',
    'obrigada olá oi bom boa claro desculpe lhe me seu sua seus suas meu minha nosso nossa hoje',
    'amanhã agora aqui ali depois antes todo todos toda todas cada ligue diga digite pressione',
  ),
  ordinals: null,
};
