import type { Meta } from '../meta.ts'
import type { SimulatedNumber } from '../number.ts'
import type { TokenBook } from '../tokens.ts'

interface Parts {
  numbers(): SimulatedNumber[]
  meta: Meta
  tokens: TokenBook
}

type Action = (number: SimulatedNumber, meta: Meta) => unknown

const actions: Record<string, Action> = {
  approve: (number, meta) => meta.approvesName(number),
  decline: (number, meta) => meta.declinesName(number),
  green: (number, meta) => meta.rates(number, 'GREEN'),
  yellow: (number, meta) => meta.rates(number, 'YELLOW'),
  red: (number, meta) => meta.rates(number, 'RED'),
  unregister: (number, meta) => meta.unregisters(number),
  revoke: (number, meta) => meta.revokes(number),
}

/** What the page shows of each number at Meta, and what it can have decided there. */
export function createMetaPage({ numbers, meta, tokens }: Parts) {
  return {
    state: () =>
      numbers().map((number) => {
        const { phoneNumberId, businessAccountId, verifiedName, displayPhoneNumber } = number.profile
        const { name_status, platform_type, quality_rating, status } = number.node
        return {
          ...{ id: phoneNumberId, name: verifiedName, phone: displayPhoneNumber },
          ...{ name_status, platform_type, quality_rating, status },
          registrations: number.registration.calls.length,
          isRevoked: tokens.isRevoked(businessAccountId),
        }
      }),
    /** False for what it does not know. */
    act(id: unknown, action: unknown): boolean {
      const number = numbers().find(({ profile }) => profile.phoneNumberId === id)
      const run = typeof action === 'string' && Object.hasOwn(actions, action) ? actions[action] : undefined
      if (!number || !run) return false
      void run(number, meta)
      return true
    },
  }
}

export type MetaPage = ReturnType<typeof createMetaPage>
