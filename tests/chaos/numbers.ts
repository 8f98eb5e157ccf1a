import { pendingHealth, type SimulatedNumber } from '../../plugins/channel-whatsapp/simulator/number.ts'
import type { Simulator } from '../../plugins/channel-whatsapp/simulator/simulator.ts'

/** How a number comes, and what its provider does with it. */
type Kind = 'live' | 'ready' | 'reviewed' | 'unannounced' | 'lost' | 'slow' | 'pin'

const shares: [Kind, number][] = [
  ['live', 20],
  ['ready', 40],
  ['reviewed', 50],
  ['unannounced', 20],
  ['lost', 30],
  ['slow', 20],
  ['pin', 20],
]
const slowMilliseconds = 2_500

export const pin = '042017'

export interface DrillNumber {
  kind: Kind
  number: SimulatedNumber
}

/** Two hundred numbers at the provider, in every state that a number can come in. */
export function addNumbers(simulator: Simulator, pace: number): DrillNumber[] {
  const kinds = shares.flatMap(([kind, count]) => Array.from({ length: count }, () => kind))
  return kinds.map((kind, index) => {
    const number = simulator.addNumber({
      phoneNumberId: String(500_000_000_000_000 + index),
      businessAccountId: String(600_000_000_000_000 + index),
      displayPhoneNumber: `+1 555-03${String(index).padStart(2, '0').slice(0, 2)}-${String(1_000 + index)}`,
      verifiedName: `Number ${index}`,
      token: `EAAdrill${index}`,
      health: healthOf(kind),
    })
    const { manners } = number.registration
    manners.pace = pace
    if (kind === 'pin') manners.pin = pin
    if (kind === 'lost') number.script.next('register', { drop: 'after' })
    if (kind === 'slow') {
      manners.settles = slowMilliseconds
      number.script.next('register', { delay: slowMilliseconds })
    }
    return { kind, number }
  })
}

function healthOf(kind: Kind): Record<string, unknown> {
  if (kind === 'live') return {}
  return kind === 'reviewed' || kind === 'unannounced' ? pendingHealth : { ...pendingHealth, name_status: 'APPROVED' }
}
