/** Who acts: it words the activity messages and is recorded with every event. */
export type Actor =
  | { kind: 'user'; id: number; name: string }
  | { kind: 'contact'; id: number; name: string }
  | { kind: 'bot'; id: number; name: string }
  | { kind: 'rule'; id: number; name: string }
  | { kind: 'system' }

export const systemActor: Actor = { kind: 'system' }
