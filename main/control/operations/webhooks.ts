import type { DeliveryControl } from '../../services/deliveries/delivery-control.ts';
import type { DeliveryCopies } from '../../services/deliveries/delivery-copies.ts';
import type { Breakpoints } from '../../services/faults/breakpoints.ts';
import type { FaultRules } from '../../services/faults/fault-rules.ts';
import type { DeliveryExports } from '../../services/inspector/delivery-exports.ts';
import type { DeliveryRetention } from '../../services/inspector/retention.ts';
import type { SignatureExplainer } from '../../services/inspector/signature-explainer.ts';
import type { SignatureProbes } from '../../services/inspector/signature-probe.ts';
import type { TestEvents } from '../../services/inspector/test-events.ts';
import type { WebhookDiagnosis } from '../../services/inspector/webhook-diagnosis.ts';
import type { TrustedCertificates } from '../../services/webhooks/trusted-certificates.ts';
import type { Webhooks } from '../../services/webhooks/webhooks.ts';
import type { OperationHandlers } from '../registry.ts';

export interface WebhookOperationsDeps {
  readonly deliveryCopies: DeliveryCopies;
  readonly deliveryControl: DeliveryControl;
  readonly deliveryExports: DeliveryExports;
  readonly doctor: WebhookDiagnosis;
  readonly clinic: SignatureExplainer;
  readonly probes: SignatureProbes;
  readonly webhooks: Webhooks;
  readonly testEvents: TestEvents;
  readonly certificates: TrustedCertificates;
  readonly retention: DeliveryRetention;
  readonly faults: FaultRules;
  readonly breakpoints: Breakpoints;
  readonly accountId: () => string;
}

/** Operations on webhooks and deliveries: registering, sending again, holding, diagnosing, failing. */
export function webhookOperations(deps: WebhookOperationsDeps) {
  const {
    deliveryCopies,
    deliveryControl,
    deliveryExports,
    doctor,
    clinic,
    probes,
    retention,
    faults,
    breakpoints,
  } = deps;
  const { accountId, webhooks, testEvents, certificates } = deps;
  return {
    'delivery.replay': (request) => deliveryCopies.replay(request),
    'delivery.send': (request) => deliveryCopies.send(request),
    'delivery.retryNow': ({ id }) => deliveryControl.retryNow(id),
    'delivery.cancel': ({ id }) => deliveryControl.cancel(id),
    'delivery.hold': ({ id }) => deliveryControl.hold(id),
    'delivery.release': ({ id, ...edit }) => deliveryControl.release(id, edit),
    'delivery.diagnose': ({ id }) => doctor.delivery(id),
    'delivery.export': (request) => deliveryExports.export(request),
    'delivery.compare': ({ left, right, part }) => deliveryExports.compare(left, right, part),
    'delivery.suggest': ({ filter, cursor }) =>
      deliveryExports.suggest(accountId(), filter, cursor),
    'webhook.get': ({ agentId }) => ({ webhook: webhooks.setup(accountId(), agentId ?? null) }),
    'webhook.set': ({ agentId, ...change }) =>
      webhooks.change(accountId(), agentId ?? null, change),
    'webhook.remove': ({ agentId }) => {
      webhooks.remove(accountId(), agentId ?? null);
      return {};
    },
    'webhook.rotateSecret': ({ agentId }) => webhooks.rotateSecret(accountId(), agentId ?? null),
    'webhook.test': ({ agentId }) => testEvents.trial(accountId(), agentId ?? null),
    'webhook.diagnose': ({ agentId, as }) => doctor.webhook(accountId(), agentId ?? null, as),
    'webhook.certificate': ({ agentId }) => certificates.look(accountId(), agentId ?? null),
    'webhook.trust': ({ agentId, fingerprint }) =>
      certificates.trust(accountId(), agentId ?? null, fingerprint),
    'signature.explain': (suspect) => clinic.explain(suspect),
    'signature.probe': ({ agentId }) => probes.probe(accountId(), agentId ?? null),
    'retention.get': () => retention.get(),
    'retention.set': (limits) => retention.set(limits),
    'fault.set': (spec) => faults.set(spec),
    'fault.list': () => ({ items: faults.list() }),
    'fault.clear': ({ id }) => faults.clear(id),
    'breakpoint.set': ({ match }) => breakpoints.set(match),
    'breakpoint.list': () => ({ items: breakpoints.list() }),
    'breakpoint.clear': ({ id }) => breakpoints.clear(id),
  } satisfies Partial<OperationHandlers>;
}
