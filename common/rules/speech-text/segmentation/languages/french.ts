import { type SentenceLanguage, words } from '../sentence-language.ts';

export const french: SentenceLanguage = {
  titles: words('M MM Mr mme mmes mlle mlles dr drs Pr prof Me mgr Ste St cdt Col gal Cne'),
  roads: words(),
  inner: words('p.ex ex c.-à-d c.à.d càd cf env approx vs av bd boul all imp pl rte ch incl'),
  beforeNumber: words('n° nº no num tél tel art arts al chap paragr p pp vol fig apt bât'),
  weak: words('mar mer jeu sam dim max min app sect lit coll'),
  either: words(
    'etc civ pén proc pers éd éds ann s.a s.a.s s.a.r.l sarl cie ets h hr a.m p.m suiv réf dép',
    'janv févr fév avr juill juil sept oct nov déc lun ven Mar Mer Jeu Sam Dim',
  ),
  starters: words(
    'le la les un une des ce cet cette ces je tu il elle on nous vous ils elles que qui quand où',
    'comment pourquoi quel quelle quels quelles combien est sont était avez avons peut peuvent',
    'pouvez puis pourriez voulez souhaitez si mais et ou donc or ni car alors ensuite aussi',
    'cependant toutefois merci bonjour bonsoir désolé oui non bien pour avec sans dans en sur sous',
    'de du à au aux depuis jusque après avant pendant chez par mon ma mes notre nos votre vos leur',
    'leurs son sa ses aujourd’hui demain hier maintenant ici là tout tous toutes chaque appuyez',
    'tapez dites appelez c’est j’ai',
  ),
  ordinals: null,
};
