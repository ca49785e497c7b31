import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  accountJson,
  callJson,
  type DoubleCall,
  type DoubleMessage,
  type DoubleNumber,
  messageJson,
  numberJson,
  sid,
} from './resources.ts';

/** A request that should fail. */
export interface DoubleFault {
  readonly method?: string;
  readonly path: RegExp;
  readonly status: number;
  /** Twilio's error code; 0 sends a body that is not JSON. */
  readonly code: number;
  readonly message: string;
  readonly retryAfterSeconds?: number;
  /** Default: 1. */
  readonly times?: number;
}

export interface DoubleRequest {
  readonly method: string;
  /** Including the query. */
  readonly path: string;
  readonly form: URLSearchParams;
  /** Who authenticated: an account or an API key. */
  readonly user: string;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly bytes?: Uint8Array;
}

class Refusal extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/**
 * A stand-in for the part of Twilio's REST API that we use, with state, checked credentials, errors
 * in Twilio's form, and faults on request.
 */
export class TwilioDouble {
  readonly accountSid = sid('AC');
  authToken = 'a0b1c2d3e4f5a0b1c2d3e4f5a0b1c2d3';
  readonly apiKey = { sid: sid('SK'), secret: 'key-secret-00000000000000000000' };
  accountStatus = 'active';
  readonly numbers = new Map<string, DoubleNumber>();
  readonly messages = new Map<string, DoubleMessage>();
  readonly calls = new Map<string, DoubleCall>();
  /** Attachments by path, as in `MediaUrl0`. */
  readonly media = new Map<string, { bytes: Uint8Array; contentType: string }>();
  /** Numbers for sale. */
  offered = ['+14155550170', '+14155550171', '+12125550172'];
  prices = { number: '1.15', call: '0.0140', text: '0.0079' };
  readonly requests: DoubleRequest[] = [];
  readonly #faults: { fault: DoubleFault; left: number }[] = [];
  readonly #watchers: ((request: DoubleRequest) => void)[] = [];
  #server: Server | null = null;
  baseUrl = '';

  /** @returns the address to pass as `apiBaseUrl` */
  async start(): Promise<string> {
    const server = createServer((request, response) => void this.#serve(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#server = server;
    this.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return this.baseUrl;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    this.#server = null;
  }

  addNumber(phoneNumber: string, settings: Partial<DoubleNumber> = {}): DoubleNumber {
    const number: DoubleNumber = {
      sid: sid('PN'),
      phoneNumber,
      friendlyName: phoneNumber,
      capabilities: { voice: true, sms: true, mms: true },
      voiceUrl: 'https://demo.twilio.com/welcome/voice/',
      voiceMethod: 'POST',
      voiceApplicationSid: '',
      smsUrl: '',
      smsMethod: 'POST',
      smsApplicationSid: '',
      statusCallback: '',
      statusCallbackMethod: 'POST',
      trunkSid: '',
      ...settings,
    };
    this.numbers.set(number.sid, number);
    return number;
  }

  /** Makes the next matching requests fail. */
  fail(fault: DoubleFault): void {
    this.#faults.push({ fault, left: fault.times ?? 1 });
  }

  /** The next matching request, even if it is answered with an error. */
  nextRequest(method: string, path: RegExp): Promise<DoubleRequest> {
    return new Promise((resolve) => {
      const watch = (request: DoubleRequest) => {
        if (request.method !== method || !path.test(request.path)) return;
        this.#watchers.splice(this.#watchers.indexOf(watch), 1);
        resolve(request);
      };
      this.#watchers.push(watch);
    });
  }

  /** Requests of one kind, oldest first. */
  requestsTo(method: string, path: RegExp): DoubleRequest[] {
    return this.requests.filter((one) => one.method === method && path.test(one.path));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', this.baseUrl);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const method = request.method ?? 'GET';
    let answer: Answer;
    try {
      // Twilio's media storage, which requires no credentials, and should not get any.
      if (url.pathname.startsWith('/storage/')) {
        answer = this.#storage(url.pathname, request.headers.authorization);
      } else {
        const user = this.#authenticate(request.headers.authorization);
        const seen = { method, path: url.pathname + url.search, form, user };
        this.requests.push(seen);
        for (const watch of [...this.#watchers]) watch(seen);
        answer = this.#provoked(method, url.pathname) ?? this.#answer(method, url, form, user);
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      answer = { status: error.status, body: errorBody(error.status, error.code, error.message) };
    }
    const headers = { 'content-type': 'application/json', ...answer.headers };
    response.writeHead(answer.status, headers);
    response.end(answer.bytes ?? (answer.body === undefined ? '' : JSON.stringify(answer.body)));
  }

  #authenticate(header: string | undefined): string {
    const sent = Buffer.from(header?.replace(/^Basic /, '') ?? '', 'base64').toString();
    if (sent === `${this.accountSid}:${this.authToken}`) return this.accountSid;
    if (sent === `${this.apiKey.sid}:${this.apiKey.secret}`) return this.apiKey.sid;
    throw new Refusal(401, 20003, 'Authenticate');
  }

  #provoked(method: string, path: string): Answer | null {
    const entry = this.#faults.find(
      ({ fault, left }) => left > 0 && fault.path.test(path) && (fault.method ?? method) === method,
    );
    if (!entry) return null;
    entry.left -= 1;
    const { status, code, message, retryAfterSeconds } = entry.fault;
    const headers: Record<string, string> =
      retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
    if (code === 0) return { status, headers, bytes: Buffer.from('upstream connect error') };
    return { status, headers, body: errorBody(status, code, message) };
  }

  #answer(method: string, url: URL, form: URLSearchParams, user: string): Answer {
    const priced = this.#pricing(url.pathname);
    if (priced) return { status: 200, body: priced };
    const own = `/2010-04-01/Accounts/${this.accountSid}`;
    if (url.pathname === `${own}.json`) {
      // Standard API keys may not read the account itself.
      if (user !== this.accountSid) throw new Refusal(401, 20003, 'Authenticate');
      return { status: 200, body: accountJson(this) };
    }
    if (!url.pathname.startsWith(`${own}/`)) throw notFound(url.pathname);
    const [kind = '', id, part, partId] = url.pathname
      .slice(own.length + 1)
      .replace(/\.json$/, '')
      .split('/');
    switch (kind) {
      case 'IncomingPhoneNumbers':
        return id === undefined
          ? this.#numberList(method, url, form)
          : this.#oneNumber(method, id, form);
      case 'AvailablePhoneNumbers':
        return { status: 200, body: this.#available(url) };
      case 'Messages':
        if (part === 'Media') return this.#mediaRedirect(url.pathname, partId ?? '');
        return id === undefined ? this.#newMessage(form) : this.#oneMessage(id);
      case 'Calls':
        return id === undefined ? this.#newCall(form) : this.#oneCall(method, id, form);
      default:
        throw notFound(url.pathname);
    }
  }

  #numberList(method: string, url: URL, form: URLSearchParams): Answer {
    if (method === 'POST') {
      const phoneNumber = form.get('PhoneNumber') ?? '';
      if (!this.offered.includes(phoneNumber)) {
        throw new Refusal(400, 21422, `${phoneNumber} is not available`);
      }
      this.offered = this.offered.filter((one) => one !== phoneNumber);
      const number = this.addNumber(phoneNumber, { voiceUrl: '' });
      return { status: 201, body: numberJson(this.accountSid, number) };
    }
    const size = Number(url.searchParams.get('PageSize') ?? 50);
    const page = Number(url.searchParams.get('Page') ?? 0);
    const all = [...this.numbers.values()];
    const items = all.slice(page * size, (page + 1) * size);
    const hasNext = all.length > (page + 1) * size;
    const next = `${url.pathname}?PageSize=${size}&Page=${page + 1}`;
    return {
      status: 200,
      body: {
        incoming_phone_numbers: items.map((number) => numberJson(this.accountSid, number)),
        next_page_uri: hasNext ? next : null,
        page,
        page_size: size,
      },
    };
  }

  #oneNumber(method: string, id: string, form: URLSearchParams): Answer {
    const number = this.numbers.get(id);
    if (!number) throw notFound(id);
    if (method === 'DELETE') {
      this.numbers.delete(id);
      return { status: 204 };
    }
    if (method === 'POST') {
      for (const [name, value] of form) {
        const key = name[0]?.toLowerCase() + name.slice(1);
        if (/url|callback$/i.test(key) && value !== '' && !URL.canParse(value)) {
          throw new Refusal(400, 21502, `${name} is not a valid URL`);
        }
        Object.assign(number, { [key]: value });
      }
    }
    return { status: 200, body: numberJson(this.accountSid, number) };
  }

  #available(url: URL) {
    const areaCode = url.searchParams.get('AreaCode');
    const found = this.offered.filter((one) => !areaCode || one.startsWith(`+1${areaCode}`));
    return {
      available_phone_numbers: found.map((phoneNumber) => ({
        phone_number: phoneNumber,
        friendly_name: phoneNumber,
        locality: 'San Francisco',
        region: 'CA',
        capabilities: { voice: true, SMS: true, MMS: true, fax: false },
      })),
    };
  }

  #newMessage(form: URLSearchParams): Answer {
    const to = form.get('To') ?? '';
    this.#checkSender(form.get('From') ?? '', 21606);
    if (!/^\+[1-9]\d{6,14}$/.test(to)) {
      throw new Refusal(400, 21211, `Invalid 'To' Phone Number: ${to}`);
    }
    const media = form.getAll('MediaUrl');
    const message: DoubleMessage = {
      sid: sid(media.length > 0 ? 'MM' : 'SM'),
      from: form.get('From') ?? '',
      to,
      body: form.get('Body') ?? '',
      mediaUrls: media,
      statusCallback: form.get('StatusCallback'),
      status: 'queued',
    };
    this.messages.set(message.sid, message);
    return { status: 201, body: messageJson(this.accountSid, message) };
  }

  #oneMessage(id: string): Answer {
    const message = this.messages.get(id);
    if (!message) throw notFound(id);
    return { status: 200, body: messageJson(this.accountSid, message) };
  }

  #newCall(form: URLSearchParams): Answer {
    const to = form.get('To') ?? '';
    this.#checkSender(form.get('From') ?? '', 21210);
    if (!/^\+[1-9]\d{6,14}$/.test(to)) {
      throw new Refusal(400, 21211, `Invalid 'To' Phone Number: ${to}`);
    }
    const call: DoubleCall = {
      sid: sid('CA'),
      direction: 'outbound-api',
      from: form.get('From') ?? '',
      to,
      status: 'queued',
      form,
      twiml: form.get('Twiml'),
      updates: [],
    };
    this.calls.set(call.sid, call);
    return { status: 201, body: callJson(this.accountSid, call) };
  }

  #oneCall(method: string, id: string, form: URLSearchParams): Answer {
    const call = this.calls.get(id);
    if (!call) throw notFound(id);
    if (method === 'POST') {
      if (call.status === 'completed') {
        throw new Refusal(400, 21220, 'Call is not in-progress. Cannot redirect.');
      }
      call.updates.push(form);
      if (form.has('Status')) call.status = form.get('Status') ?? call.status;
      if (form.has('Twiml')) call.twiml = form.get('Twiml');
    }
    return { status: 200, body: callJson(this.accountSid, call) };
  }

  #checkSender(from: string, code: number): void {
    if ([...this.numbers.values()].some(({ phoneNumber }) => phoneNumber === from)) return;
    throw new Refusal(400, code, `The 'From' number ${from} is not yours`);
  }

  /** Like Twilio: this URL requires the credentials, and redirects to the storage of the bytes. */
  #mediaRedirect(path: string, id: string): Answer {
    if (!this.media.has(path)) throw notFound(id);
    return { status: 307, headers: { location: `${this.baseUrl}/storage/${id}` } };
  }

  #storage(path: string, authorization: string | undefined): Answer {
    if (authorization !== undefined) throw new Refusal(400, 20001, 'Credentials at the storage');
    const id = path.slice('/storage/'.length);
    const found = [...this.media].find(([name]) => name.endsWith(`/${id}`))?.[1];
    if (!found) throw notFound(id);
    return { status: 200, headers: { 'content-type': found.contentType }, bytes: found.bytes };
  }

  #pricing(path: string): unknown {
    const common = { country: 'United States', iso_country: 'US', price_unit: 'USD' };
    const at = (amount: string) => ({ base_price: amount, current_price: amount });
    if (path.startsWith('/v1/PhoneNumbers/Countries/')) {
      const prices = [
        { number_type: 'toll free', ...at('2.15') },
        { number_type: 'local', ...at(this.prices.number) },
      ];
      return { ...common, phone_number_prices: prices };
    }
    if (path.startsWith('/v2/Voice/Numbers/')) {
      return { ...common, outbound_call_prices: [at(this.prices.call)] };
    }
    if (path.startsWith('/v1/Messaging/Countries/')) {
      const prices = [{ number_type: 'local', ...at(this.prices.text) }];
      return { ...common, outbound_sms_prices: [{ carrier: 'AT&T', prices }] };
    }
    return null;
  }
}

function notFound(what: string): Refusal {
  return new Refusal(404, 20404, `The requested resource ${what} was not found`);
}

function errorBody(status: number, code: number, message: string) {
  return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
}
