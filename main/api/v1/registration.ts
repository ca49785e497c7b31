import {
  CampaignStatus,
  RecordingAddOn as RecordingAddOnAnswer,
  RegistrationAnswer,
  RegistrationDetail,
  RegistrationRequest,
  SignUpAnswer,
  SignUpRequest,
  UpdateRegistrationRequest,
  VerifyAnswer,
  VerifyRequest,
} from '../../../common/contract/index.ts';
import type { RecordingAddOn } from '../../services/accounts/recording-add-on.ts';
import type { Registration } from '../../services/accounts/registration.ts';
import type { SignUp } from '../../services/workspace/sign-up.ts';
import { type ApiRoute, route } from '../route.ts';

export interface RegistrationRoutesDeps {
  readonly registration: Registration;
  readonly signUp: SignUp;
  readonly recordingAddOn: RecordingAddOn;
}

const tag = 'Registration';

export function registrationRoutes(deps: RegistrationRoutesDeps): ApiRoute[] {
  const { registration, signUp, recordingAddOn } = deps;
  return [
    route(
      {
        method: 'GET',
        path: '/v1/register/status',
        operation: 'registration.getRegistrationStatus',
        summary: 'Get the state of the A2P 10DLC registration',
        tag,
        answer: CampaignStatus,
      },
      ({ accountId }) => registration.status(accountId),
    ),
    route(
      {
        method: 'POST',
        path: '/v1/register',
        operation: 'registration.registerA2P',
        summary: 'Register for A2P 10DLC, for a new sub-account unless told otherwise',
        tag,
        body: RegistrationRequest,
        answer: RegistrationAnswer,
        errors: ['CONFLICT', 'INSUFFICIENT_BALANCE'],
      },
      ({ accountId, body }) => registration.submit(accountId, body),
    ),
    route(
      {
        method: 'GET',
        path: '/v1/register',
        operation: 'registration.getRegistration',
        summary: 'Get the registration: status, brand and campaign in one object',
        tag,
        answer: RegistrationDetail,
      },
      ({ accountId }) => registration.get(accountId),
    ),
    route(
      {
        method: 'PATCH',
        path: '/v1/register',
        operation: 'registration.updateRegistration',
        summary: 'Change fields of a registration while it is pending',
        tag,
        body: UpdateRegistrationRequest,
        answer: RegistrationDetail,
        errors: ['NOT_FOUND', 'CONFLICT'],
      },
      ({ accountId, body }) => registration.update(accountId, body),
    ),
    ...['/v1/credits/recording/enable', '/credits/recording/enable'].map((path) =>
      route(
        {
          method: 'POST',
          path,
          operation: path.startsWith('/v1')
            ? 'credits.enableRecording'
            : 'credits.enableRecordingUnversioned',
          summary: 'Switch call recording on',
          tag: 'Credits',
          answer: RecordingAddOnAnswer,
        },
        () => recordingAddOn.set(true),
      ),
    ),
    route(
      {
        method: 'POST',
        path: '/v0/agent/sign-up',
        operation: 'signUp.start',
        summary: 'Sign up with an e-mail address; needs no key',
        tag: 'Sign-up',
        access: 'public',
        body: SignUpRequest,
        answer: SignUpAnswer,
        errors: ['CONFLICT', 'LIMIT_REACHED'],
      },
      ({ body }) => signUp.start(body.human_email, body.agent_name ?? null),
    ),
    route(
      {
        method: 'POST',
        path: '/v0/agent/verify',
        operation: 'signUp.verify',
        summary: 'Confirm the code; creates an account with a key, an agent and a number',
        tag: 'Sign-up',
        access: 'public',
        body: VerifyRequest,
        answer: VerifyAnswer,
        errors: ['VALIDATION_ERROR', 'CONFLICT', 'LIMIT_REACHED', 'SERVICE_UNAVAILABLE'],
      },
      ({ body }) => signUp.verify(body.verification_id, body.otp_code),
    ),
  ];
}
