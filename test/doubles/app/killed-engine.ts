import { ACCOUNT, startEngine, textEvent } from './webhook-engine.ts';

/**
 * An engine in a separate process that is killed by SIGKILL at a given step of a delivery: at once
 * and without any clean-up, as in a crash or a power cut.
 *
 * Arguments: data folder, webhook URL, step.
 */
const [, , dataDir = '', url = '', step = ''] = process.argv;
const die = () => process.kill(process.pid, 'SIGKILL');

const engine = await startEngine({ newDataDir: dataDir });
const { store } = engine;
engine.webhooks.set(ACCOUNT, null, { url });

const begin = store.beginAttempts.bind(store);
const end = store.endAttempts.bind(store);
let recorded = 0;

switch (step) {
  case 'before the attempt is written':
    store.beginAttempts = die;
    break;
  case 'while the attempt is being written':
    store.beginAttempts = (decide) =>
      begin(() => {
        decide();
        die();
        return [];
      });
    break;
  case 'after the attempt was written':
    store.beginAttempts = (decide) => {
      begin(decide);
      die();
    };
    break;
  case 'before the outcome is written':
    store.endAttempts = die;
    break;
  case 'after the outcome was written':
    store.endAttempts = (ended) => {
      end(ended);
      die();
    };
    break;
  case 'between two outcomes':
    store.endAttempts = (ended) => {
      end(ended);
      recorded += ended.length;
      if (recorded >= 3) die();
    };
    break;
  case 'while it is held':
    engine.breakpoints.set('m2');
    break;
}

for (let n = 1; n <= 6; n += 1) {
  engine.inTransaction(() =>
    engine.events.enqueue(textEvent(`m${n}`, { conversationId: `conv_${n % 2}` })),
  );
}
if (step === 'after the event was written') die();
if (step === 'while an event is being written') {
  engine.inTransaction(() => {
    engine.events.enqueue(textEvent('never'));
    die();
  });
}
if (step === 'while it is held') {
  const held = engine.db.prepare("select 1 from deliveries where status = 'held'");
  const rest = engine.db.prepare("select 1 from deliveries where status = 'sending'");
  while (!held.get() || rest.get()) await new Promise((resolve) => setImmediate(resolve));
  die();
}
