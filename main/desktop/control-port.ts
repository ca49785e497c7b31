/** The operations on a call that the tray offers. */
export type TrayOperation = 'call.answer' | 'call.decline' | 'call.hangUp';

/**
 * Runs an operation through the control port, as any script would. The response is ignored, because
 * the call may have ended in the meantime, and then there is nothing left to do.
 */
export async function operate(
  door: { readonly control: string; readonly token: string },
  operation: TrayOperation,
  callId: string,
): Promise<void> {
  const response = await fetch(`${door.control}/control/operations/${operation}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${door.token}`,
      'content-type': 'application/json',
      origin: door.control,
    },
    body: JSON.stringify({ callId }),
  });
  await response.body?.cancel();
}
