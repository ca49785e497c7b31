import { ApiError } from '../../../common/contract/index.ts';
import {
  type CallerIdentity,
  counterpartyOf,
  whyUnreachable,
} from '../../../common/rules/phone/caller-identity.ts';
import type { HostedTool, ToolOutcome, ToolSite } from '../../voice/responding/hosted-tool.ts';
import { ArgumentCheck } from '../agents/schema-check.ts';
import { BUILT_IN_TOOLS } from '../agents/tool-names.ts';

/** Real texts between the call's number and the person on the line. */
export interface CallTexts {
  /** @throws ApiError if it cannot be sent, or the carrier does not accept it */
  send(accountId: string, numberId: string, to: string, body: string): Promise<unknown>;
  /** Oldest first. */
  read(numberId: string, counterparty: string, limit: number): readonly CallText[];
}

export interface CallText {
  readonly from: 'you' | 'them';
  readonly text: string;
  readonly at: string;
}

const READ_TEXTS = 20;
/** Small models like to add a reason; that must not prevent a call from being hung up. */
const NOTHING = { type: 'object', properties: {} } as const;

interface Abilities {
  readonly accountId: string;
  readonly transferNumber: string | null;
  /** Null if the agent may not text, or has no number to text from. */
  readonly texts: CallTexts | null;
}

/** What every hosted agent can do, as far as its settings allow. */
export function builtInTools({ accountId, transferNumber, texts }: Abilities): HostedTool[] {
  const tools: HostedTool[] = [
    tool({
      name: BUILT_IN_TOOLS.hangUp,
      description:
        'Ends the call when everything you have said was heard. Say goodbye before, in the same answer.',
      parameters: NOTHING,
      run: () => done({ ok: true, callEnds: true }, { action: 'hangup' }),
    }),
    tool({
      name: BUILT_IN_TOOLS.pressDigits,
      description: 'Presses keys of the telephone keypad, for example to get through a phone menu.',
      parameters: {
        type: 'object',
        properties: {
          digits: {
            type: 'string',
            pattern: '^[0-9*#]{1,64}$',
            description: 'The keys in order: 0 to 9, * and #.',
          },
        },
        required: ['digits'],
        additionalProperties: false,
      },
      run: (args) => done({ ok: true }, { digits: String(args.digits) }),
    }),
  ];
  if (transferNumber !== null) {
    tools.push(
      tool({
        name: BUILT_IN_TOOLS.transfer,
        description:
          'Hands the caller over to a person. Say so before, in the same answer; then your part is over.',
        parameters: NOTHING,
        run: () => done({ ok: true, callEnds: true }, { action: 'transfer' }),
      }),
    );
  }
  if (texts !== null) tools.push(...textTools(accountId, texts));
  return tools;
}

function textTools(accountId: string, texts: CallTexts): HostedTool[] {
  return [
    tool({
      name: BUILT_IN_TOOLS.sendMessage,
      description:
        'Sends a text message to the person on the phone, for example an address or a link.',
      parameters: {
        type: 'object',
        properties: {
          body: { type: 'string', minLength: 1, maxLength: 1_600, description: 'The text.' },
        },
        required: ['body'],
        additionalProperties: false,
      },
      async run(args, site) {
        const line = lineOf(site);
        if (line === null) return noLine('send a text message');
        const { address } = line.counterparty;
        const unreachable = whyUnreachable(address);
        if (unreachable !== null) return failed(`The text could not be sent: ${unreachable}`);
        try {
          await texts.send(accountId, line.numberId, address, String(args.body));
          return done({ ok: true, sent: true });
        } catch (error) {
          const why = error instanceof ApiError ? error.message : (error as Error).message;
          return failed(`The text could not be sent: ${why}`);
        }
      },
    }),
    tool({
      name: BUILT_IN_TOOLS.readMessages,
      description:
        'Reads the latest text messages between you and the person on the phone, oldest first.',
      parameters: NOTHING,
      run(_args, site) {
        const line = lineOf(site);
        if (line === null) return noLine('read text messages');
        const { key } = line.counterparty;
        return done({ messages: key === null ? [] : texts.read(line.numberId, key, READ_TEXTS) });
      },
    }),
  ];
}

type BuiltIn = Pick<HostedTool, 'name' | 'description' | 'parameters'> & {
  readonly run: (
    args: Readonly<Record<string, unknown>>,
    site: ToolSite,
  ) => ToolOutcome | Promise<ToolOutcome>;
};

function tool({ run, ...given }: BuiltIn): HostedTool {
  const check = new ArgumentCheck(given.parameters);
  return {
    ...given,
    builtIn: true,
    url: null,
    announcement: () => null,
    async run(args, site) {
      const fault = check.fault(args);
      return fault === null ? run(args, site) : failed(`Wrong arguments: ${fault}.`);
    },
  };
}

/** A call from a browser has no number, and so no texts. */
function lineOf(site: ToolSite): { numberId: string; counterparty: CallerIdentity } | null {
  if (site === null || site.numberId === null) return null;
  return { numberId: site.numberId, counterparty: counterpartyOf(site) };
}

function noLine(what: string): ToolOutcome {
  return failed(`There is no phone line here, so one cannot ${what}.`);
}

function done(
  answer: unknown,
  effect: Partial<Pick<ToolOutcome, 'action' | 'digits'>> = {},
): ToolOutcome {
  const none = { status: null, deliveryId: null, message: null, action: null, digits: null };
  return { ok: true, answer, ...none, ...effect };
}

function failed(message: string): ToolOutcome {
  const none = { status: null, deliveryId: null, action: null, digits: null };
  return { ok: false, answer: { error: message }, message, ...none };
}
