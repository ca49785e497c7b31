/** Prefixes of the ids in the API. Clients treat ids as opaque, so no code may check a prefix. */
export const ID_PREFIX = {
  account: 'acct_',
  agent: 'agt_',
  apiKey: 'key_',
  call: 'call_',
  contact: 'ct_',
  conversation: 'conv_',
  delivery: 'dlv_',
  attempt: 'att_',
  breakpoint: 'brk_',
  fault: 'flt_',
  feedback: 'fb_',
  group: 'grp_',
  /**
   * Without an underscore, because clients split `del_<messageId>_<numberId>` on it
   * (docs/reference/provider/basics.md#ids).
   */
  message: 'msg',
  number: 'num_',
  reaction: 'rx_',
  sipTrunk: 'trunk_',
  turn: 'tr_',
  verification: 'ver_',
  webhook: 'wh_',
  whatsappConnection: 'wac_',
  whatsappTemplate: 'wat_',
} as const;

export type IdKind = keyof typeof ID_PREFIX;
