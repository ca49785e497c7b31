import { type SentenceLanguage, words } from '../sentence-language.ts';

export const english: SentenceLanguage = {
  titles: words(
    'mr mrs ms messrs prof Rev Hon Capt Cmdr Col Gen Lt Maj Sgt Gov Sen Rep Pres Supt Fr Msgr',
  ),
  roads: words('dr st'),
  inner: words('ph e.g i.e eg ie vs viz cf approx incl excl ca'),
  beforeNumber: words('no nos n° nº vol fig pp p ext apt rm ste ch tel nr'),
  weak: words('Sec Secs Art Arts Par Chap App Sched Fig ed eds rev ver max min no cl'),
  either: words(
    'al sr jr esq etc a.m p.m ph.d inc ltd corp co llc bros dept est assn univ bldg ave blvd rd',
    'ln hwy pkwy ft hr hrs tbsp tsp oz lb lbs Mt Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec',
    'Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun',
  ),
  starters: words(
    'the a an this that these those there here it he she we you i they my our your his her its',
    'their what when where which who why how is are was were do does did can could would should',
    'please thanks thank if and but or so then also however just let no yes not once after before',
    'as at by for from in on to with while because since until although okay ok sure sorry good',
    'great well now today tomorrow next all any both each every most some only call ask tell take',
    'make try use give go turn see have enter say wait hold check press dial keep come we’re we’ll we’ve',
    'i’m i’ll i’d i’ve you’re you’ll it’s that’s there’s here’s don’t let’s',
  ),
  ordinals: null,
};
