import type { Host } from '../../../main/assembly/base.ts';
import type { AppOptions } from '../../../main/platform/process/options.ts';
import { type StartedApp, TestApp } from '../app/running-app.ts';
import { PhoneNetwork } from './phone-network.ts';
import type { DoubleNumber } from './resources.ts';
import { TwilioDouble } from './twilio-double.ts';

export const CALLER = '+14155550199';

/** The whole app and Twilio's double, connected over loopback. */
export class LinkedApp {
  readonly twilio = new TwilioDouble();
  readonly network = new PhoneNetwork(this.twilio);
  readonly testApp = new TestApp();
  #started: StartedApp | null = null;

  get app(): StartedApp {
    if (!this.#started) throw new Error('start it first');
    return this.#started;
  }

  /** The credentials in the form of `twilio.link`. */
  credentials() {
    const { accountSid, authToken, baseUrl } = this.twilio;
    return { accountSid, authToken, apiBaseUrl: baseUrl };
  }

  async start(options: Partial<AppOptions> = {}, host: Partial<Host> = {}): Promise<StartedApp> {
    if (this.twilio.baseUrl === '') await this.twilio.start();
    this.#started = await this.testApp.start(options, host);
    return this.#started;
  }

  /** Links the account, with the ingress's own loopback address as the public one. */
  async link() {
    const { control } = this.app;
    const { ingressUrl } = await control.run('twilio.link', this.credentials());
    return control.run('publicUrl.set', { url: ingressUrl });
  }

  /** An imported number at Twilio that is answered by the starter agent and connected to us. */
  async connectNumber(phoneNumber = '+14155550123'): Promise<{
    numberId: string;
    agentId: string;
    atTwilio: DoubleNumber;
  }> {
    const { control } = this.app;
    const atTwilio = this.twilio.addNumber(phoneNumber);
    const [agent] = (await this.app.sdk.agents.listAgents()).data;
    const agentId = agent?.id ?? '';
    const { id: numberId } = await control.run('twilio.import', { sid: atTwilio.sid, agentId });
    const { previewId } = await control.run('twilio.previewSetup', { numberId });
    await control.run('twilio.applySetup', { numberId, previewId });
    return { numberId, agentId, atTwilio };
  }

  /** Restarts the app with the same folder. */
  async restart(host: Partial<Host> = {}): Promise<StartedApp> {
    await this.testApp.stop();
    return this.start({}, host);
  }

  /** The newest exchanges of one kind, as the inspector lists them. */
  async exchanges(filter: string) {
    return (await this.app.control.run('delivery.list', { filter, limit: 50 })).items;
  }

  async clear(): Promise<void> {
    await this.testApp.clear();
    await this.twilio.stop();
  }
}
