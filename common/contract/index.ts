/** The contract: what crosses a process or a wire. The only barrel of the project. */
export * from './api/agents.ts';
export * from './api/calls.ts';
export * from './api/common.ts';
export * from './api/conversations.ts';
export * from './api/numbers.ts';
export * from './call-events.ts';
export * from './calls.ts';
export * from './clock.ts';
export * from './control/define.ts';
export * from './control/keys.ts';
export * from './control/operations.ts';
export * from './deliveries.ts';
export * from './errors.ts';
export * from './ids.ts';
export * from './live.ts';
export * from './ready.ts';
export * from './timeline.ts';
