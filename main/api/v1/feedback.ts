import { Feedback, FeedbackRequest } from '../../../common/contract/index.ts';
import type { FeedbackBox } from '../../services/feedback/feedback-box.ts';
import { type ApiRoute, route } from '../route.ts';

export interface FeedbackRoutesDeps {
  readonly feedback: FeedbackBox;
}

export function feedbackRoutes({ feedback }: FeedbackRoutesDeps): ApiRoute[] {
  return [
    route(
      {
        method: 'POST',
        path: '/v1/feedback',
        operation: 'feedback.submitFeedback',
        summary: 'Say what you think of the service; here it is kept, shown and sent nowhere',
        tag: 'Feedback',
        body: FeedbackRequest,
        answer: Feedback,
        errors: ['LIMIT_REACHED'],
      },
      ({ accountId, body }) => feedback.put(accountId, body),
    ),
  ];
}
