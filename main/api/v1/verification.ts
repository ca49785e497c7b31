import {
  CheckedVerification,
  CheckVerificationRequest,
  SendVerificationRequest,
  SentVerification,
} from '../../../common/contract/index.ts';
import type { PhoneVerifications } from '../../services/verification/phone-verifications.ts';
import { type ApiRoute, route } from '../route.ts';

export interface VerificationRoutesDeps {
  readonly phoneVerifications: PhoneVerifications;
}

const tag = 'Verification';

export function verificationRoutes({ phoneVerifications }: VerificationRoutesDeps): ApiRoute[] {
  return [
    route(
      {
        method: 'POST',
        path: '/v1/verify/send',
        operation: 'verification.sendVerification',
        summary: 'Text a code to a phone; here it appears in the window beside that person',
        tag,
        body: SendVerificationRequest,
        answer: SentVerification,
        errors: [
          'VALIDATION_ERROR',
          'RESTRICTED_DESTINATION',
          'INSUFFICIENT_BALANCE',
          'LIMIT_REACHED',
        ],
      },
      ({ accountId, body }) => phoneVerifications.send(accountId, body.phone_number),
    ),
    route(
      {
        method: 'POST',
        path: '/v1/verify/check',
        operation: 'verification.checkVerification',
        summary: 'Check a code; three may be tried within ten minutes',
        tag,
        body: CheckVerificationRequest,
        answer: CheckedVerification,
        errors: ['NOT_FOUND'],
      },
      ({ accountId, body }) => phoneVerifications.check(accountId, body.verification_id, body.code),
    ),
  ];
}
