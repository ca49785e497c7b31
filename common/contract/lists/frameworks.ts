/** Web frameworks with an example handler, and with fixes for signature checks. */
export const FRAMEWORKS = ['express', 'fastify', 'hono', 'nextjs', 'flask', 'fastapi'] as const;
export type Framework = (typeof FRAMEWORKS)[number];
