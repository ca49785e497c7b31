import { validateHeaderName, validateHeaderValue } from 'node:http';
import {
  type Agent,
  ApiError,
  type CreateAgentRequest,
  DEFAULT_VOICE_ID,
  type DeletedAgent,
  type Page,
  type PageQuery,
  type UpdateAgentRequest,
} from '../../../common/contract/index.ts';
import { toDateTime } from '../../../common/rules/date-time.ts';
import { noPhoneNumber } from '../../../common/rules/phone/pasted-number.ts';
import { toE164 } from '../../../common/rules/phone/phone-numbers.ts';
import { newId } from '../../platform/random.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { AgentRecord, AgentSettings, AgentStore } from '../../store/accounts/agents.ts';
import type { RunInTransaction } from '../../store/database/transactions.ts';
import type { NumberRecord, NumberStore } from '../../store/numbers/numbers.ts';
import type { ChangeFeed } from '../changes.ts';
import { faultyField } from '../faulty-field.ts';
import { toLiveNumber } from '../number-fields.ts';
import { checkRoom } from '../room.ts';
import { schemaFault } from './schema-check.ts';
import { RESERVED_TOOL_NAMES } from './tool-names.ts';

export interface AgentsDeps {
  readonly agents: AgentStore;
  readonly numbers: NumberStore;
  readonly clock: Clock;
  readonly changes: ChangeFeed;
  readonly transact: RunInTransaction;
}

const DEFAULTS: AgentSettings = {
  description: null,
  voiceMode: 'webhook',
  enableMessaging: true,
  modelTier: 'balanced',
  systemPrompt: null,
  beginMessage: null,
  voice: DEFAULT_VOICE_ID,
  transferNumber: null,
  customTools: null,
  voicemailMessage: null,
  callScreeningIdentity: null,
  callScreeningPurpose: null,
  sttMode: 'fast',
  ambientSound: 'none',
  denoisingMode: 'noise-cancellation',
  maxSilenceMs: 600_000,
  voiceSpeed: 1,
  interruptionSensitivity: 0.8,
  enableBackchannel: true,
  language: 'en-US',
};

/** Agents: the personas that answer calls and texts (docs/reference/provider/agents.md). */
export class Agents {
  readonly #deps: AgentsDeps;

  constructor(deps: AgentsDeps) {
    this.#deps = deps;
  }

  list(accountId: string, page: PageQuery): Page<Agent> {
    const { agents } = this.#deps;
    return {
      items: this.viewsOf(agents.list(accountId, page.limit, page.offset)),
      total: agents.count(accountId),
    };
  }

  /** With their numbers, in the order given. */
  viewsOf(records: readonly AgentRecord[]): Agent[] {
    const held = Map.groupBy(
      this.#deps.numbers.byAgents(records.map(({ id }) => id)),
      ({ agentId }) => agentId,
    );
    return records.map((agent) => toView(agent, held.get(agent.id) ?? []));
  }

  /** @throws ApiError `NOT_FOUND` */
  get(accountId: string, agentId: string): Agent {
    return this.#view(this.record(accountId, agentId));
  }

  /** The stored agent. @throws ApiError `NOT_FOUND` */
  record(accountId: string, agentId: string): AgentRecord {
    const agent = this.#deps.agents.find(agentId);
    if (agent?.accountId !== accountId) {
      throw new ApiError('NOT_FOUND', 'There is no such agent in this account.');
    }
    return agent;
  }

  /** For code whose id is either valid or deleted, such as a live call. */
  find(agentId: string): Agent | null {
    const agent = this.#deps.agents.find(agentId);
    return agent ? this.#view(agent) : null;
  }

  /** Null if there is no such agent, or it was deleted. */
  nameOf(agentId: string): string | null {
    return this.#deps.agents.find(agentId)?.name ?? null;
  }

  /** @throws ApiError `LIMIT_REACHED` */
  create(accountId: string, request: CreateAgentRequest): Agent {
    const { clock, agents, changes } = this.#deps;
    checkRoom('agents', agents.count(accountId));
    const settings = changedSettings(DEFAULTS, request);
    const agent: AgentRecord = {
      id: newId('agent'),
      accountId,
      name: request.name,
      settings,
      createdAtMs: clock.now(),
    };
    agents.insert(agent);
    const view = this.#view(agent);
    changes.publish({ kind: 'agent', item: view });
    return view;
  }

  /** Changes only the fields that were sent. Takes effect with the next call. */
  update(accountId: string, agentId: string, request: UpdateAgentRequest): Agent {
    const agent = this.record(accountId, agentId);
    const updated: AgentRecord = {
      ...agent,
      name: request.name ?? agent.name,
      settings: changedSettings(agent.settings, request),
    };
    this.#deps.agents.update(agent.id, updated.name, updated.settings);
    const view = this.#view(updated);
    this.#deps.changes.publish({ kind: 'agent', item: view });
    return view;
  }

  /** Its numbers, conversations and calls remain, without an agent. */
  delete(accountId: string, agentId: string): DeletedAgent {
    const { agents, numbers, changes, transact } = this.#deps;
    const agent = this.record(accountId, agentId);
    const freed = transact(() => {
      const held = numbers.byAgent(agentId);
      for (const number of held) numbers.detach(number.id);
      agents.remove(agentId);
      return held;
    });
    changes.publish({ kind: 'removed', list: 'agents', id: agentId });
    for (const number of freed) this.#publishNumber(number.id);
    return { success: true, id: agent.id, name: agent.name };
  }

  /**
   * A number belongs to one agent: attaching it here detaches it from any other
   * (docs/reference/provider/numbers.md#attaching).
   */
  attachNumber(accountId: string, agentId: string, numberId: string) {
    const { numbers, clock, transact } = this.#deps;
    this.record(accountId, agentId);
    const number = this.#ownNumber(accountId, numberId);
    if (number.status === 'released') {
      throw new ApiError(
        'VALIDATION_ERROR',
        'This number was released. A released number cannot be attached again; get a new one with POST /v1/numbers.',
      );
    }
    // Attaching it again to the same agent must not change the order of caller ids.
    if (number.agentId !== agentId) {
      transact(() => numbers.attach(numberId, agentId, clock.now()));
      this.#publishAgents(number.agentId, agentId);
      this.#publishNumber(numberId);
    }
    return { agentId, number: toAgentNumber(number) };
  }

  /** The number stays active and can be attached again. */
  detachNumber(accountId: string, agentId: string, numberId: string): void {
    this.record(accountId, agentId);
    const number = this.#ownNumber(accountId, numberId);
    if (number.agentId !== agentId) {
      throw new ApiError('NOT_FOUND', 'This number is not attached to this agent.');
    }
    this.#deps.numbers.detach(numberId);
    this.#publishAgents(agentId);
    this.#publishNumber(numberId);
  }

  #ownNumber(accountId: string, numberId: string): NumberRecord {
    const number = this.#deps.numbers.find(numberId);
    if (number?.accountId !== accountId) throw new ApiError('PHONE_NUMBER_NOT_FOUND');
    return number;
  }

  #publishAgents(...agentIds: (string | null)[]): void {
    for (const id of agentIds) {
      const agent = id === null ? null : this.find(id);
      if (agent) this.#deps.changes.publish({ kind: 'agent', item: agent });
    }
  }

  #publishNumber(numberId: string): void {
    const number = this.#deps.numbers.find(numberId);
    if (number) this.#deps.changes.publish({ kind: 'number', item: toLiveNumber(number) });
  }

  #view(agent: AgentRecord): Agent {
    return toView(agent, this.#deps.numbers.byAgent(agent.id));
  }
}

function toView(agent: AgentRecord, numbers: readonly NumberRecord[]): Agent {
  return {
    id: agent.id,
    name: agent.name,
    ...agent.settings,
    createdAt: toDateTime(agent.createdAtMs),
    numbers: numbers.map(toAgentNumber),
  };
}

function toAgentNumber(number: NumberRecord): Agent['numbers'][number] {
  const { id, phoneNumber, status, type } = number;
  return { id, phoneNumber, status, type };
}

/**
 * `null` and `""` clear a text; for every other field, null means "unchanged"
 * (docs/reference/provider/agents.md#changing-an-agent).
 * @throws ApiError `VALIDATION_ERROR`
 */
function changedSettings(
  settings: AgentSettings,
  request: Omit<UpdateAgentRequest, 'name'>,
): AgentSettings {
  const turnsToWebhook = settings.voiceMode === 'hosted' && request.voiceMode === 'webhook';
  const base = turnsToWebhook ? { ...settings, systemPrompt: null, beginMessage: null } : settings;
  const text = (sent: string | null | undefined, kept: string | null) =>
    sent === undefined ? kept : sent || null;

  const changed: AgentSettings = {
    description: text(request.description, base.description),
    voiceMode: request.voiceMode ?? base.voiceMode,
    enableMessaging: request.enableMessaging ?? base.enableMessaging,
    modelTier: request.modelTier ?? base.modelTier,
    systemPrompt: text(request.systemPrompt, base.systemPrompt),
    beginMessage: text(request.beginMessage, base.beginMessage),
    voice: request.voice ?? base.voice,
    transferNumber: phone(text(request.transferNumber, base.transferNumber)),
    customTools: request.customTools === undefined ? base.customTools : request.customTools,
    voicemailMessage: text(request.voicemailMessage, base.voicemailMessage),
    callScreeningIdentity: text(request.callScreeningIdentity, base.callScreeningIdentity),
    callScreeningPurpose: text(request.callScreeningPurpose, base.callScreeningPurpose),
    sttMode: request.sttMode ?? base.sttMode,
    ambientSound: request.ambientSound ?? base.ambientSound,
    denoisingMode: request.denoisingMode ?? base.denoisingMode,
    maxSilenceMs: request.maxSilenceMs ?? base.maxSilenceMs,
    voiceSpeed: request.voiceSpeed ?? base.voiceSpeed,
    interruptionSensitivity: request.interruptionSensitivity ?? base.interruptionSensitivity,
    enableBackchannel: request.enableBackchannel ?? base.enableBackchannel,
    language: request.language ?? base.language,
  };
  if (changed.voiceMode === 'hosted' && changed.systemPrompt === null) {
    throw faultyField(
      'systemPrompt',
      'A hosted agent needs a systemPrompt that tells it what to do.',
    );
  }
  checkTools(request.customTools ?? []);
  return changed;
}

function phone(text: string | null): string | null {
  const number = text === null ? null : toE164(text);
  if (text !== null && number === null) {
    throw faultyField(
      'transferNumber',
      `transferNumber must be a phone number such as +14155550100; ${noPhoneNumber(text)}.`,
    );
  }
  return number;
}

function checkTools(
  tools: readonly {
    readonly name: string;
    readonly parameters?: Readonly<Record<string, unknown>> | null | undefined;
    readonly headers?: Readonly<Record<string, string | null>> | null | undefined;
  }[],
): void {
  const names = new Set<string>();
  for (const { name, parameters, headers } of tools) {
    if (RESERVED_TOOL_NAMES.has(name)) {
      throw faultyField('customTools', `The tool name "${name}" is built in. Choose another one.`);
    }
    if (names.has(name)) {
      throw faultyField('customTools', `Two tools are called "${name}". Names must be unique.`);
    }
    const fault = parameters ? schemaFault(parameters) : null;
    if (fault !== null) {
      throw faultyField(
        'customTools',
        `The parameters of "${name}" are no valid JSON Schema: ${fault}.`,
      );
    }
    for (const [header, value] of Object.entries(headers ?? {})) {
      const why = headerFault(header, value ?? '');
      if (why !== null) throw faultyField('customTools', `A header of "${name}" ${why}.`);
    }
    names.add(name);
  }
}

/**
 * Why HTTP does not allow this header; null if it does. The value may be a secret, so the message
 * must not contain it.
 */
function headerFault(name: string, value: string): string | null {
  try {
    validateHeaderName(name);
  } catch {
    return `cannot be called "${name}": use letters, digits and -`;
  }
  try {
    validateHeaderValue(name, value);
    return null;
  } catch {
    return `("${name}") has a value with a line break, or with characters that headers cannot have`;
  }
}
