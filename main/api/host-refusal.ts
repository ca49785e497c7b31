import { ApiError, HostName } from '../../common/contract/index.ts';
import { hostWithoutPort } from '../../common/rules/loopback-host.ts';

/** Why a request was refused, and how to allow its Host, if it has one at all. */
export function hostRefusal(host: string | undefined): ApiError {
  const name = HostName.safeParse(hostWithoutPort(host));
  if (!name.success) return new ApiError('HOST_NOT_ALLOWED');
  return new ApiError(
    'HOST_NOT_ALLOWED',
    `Host ${host} is not allowed; start with --allow-host ${name.data} or add it under Settings.`,
  );
}
