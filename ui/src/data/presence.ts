import type { PresenceEvent, Realtime } from './realtime.ts'
import type { Availability } from './session.ts'
import { Store } from './store.ts'

interface Present {
  users: Readonly<Record<string, Availability>>
  contacts: Readonly<Record<string, Availability>>
}

/** Who is there now. */
export class Presence extends Store<Present> {
  constructor(realtime: Realtime) {
    super({ users: {}, contacts: {} })
    realtime.on('presence.update', ({ users, contacts }: PresenceEvent) => {
      this.value = { users, contacts: contacts ?? this.value.contacts }
    })
  }

  ofUser = (id: number | undefined): Availability => this.value.users[String(id)] ?? 'offline'
  ofContact = (id: number | undefined): Availability => this.value.contacts[String(id)] ?? 'offline'
}
