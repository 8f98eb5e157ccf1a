/* Where somebody stands in connecting a number, kept in this browser: leaving and coming back finds the same place. */

/** What was entered so far. Keys are never kept. */
export interface Entered {
  name: string
  phone_number: string
  phone_number_id: string
  business_account_id: string
}

export type Step = 'number' | 'webhook' | 'waiting'

export interface Place {
  step: Step
  way: 'login' | 'keys' | undefined
  inboxId: number | undefined
  entered: Entered
}

export const start = (): Place => ({
  step: 'number',
  way: undefined,
  inboxId: undefined,
  entered: { name: '', phone_number: '', phone_number_id: '', business_account_id: '' },
})

const keyOf = (account: number) => `cb-whatsapp-setup-${account}`
const steps: readonly unknown[] = ['webhook', 'waiting']

export function readPlace(account: number): Place {
  const place = start()
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(account)) ?? '{}')
    if (kept.way === 'login' || kept.way === 'keys') place.way = kept.way
    for (const name of Object.keys(place.entered) as (keyof Entered)[])
      if (typeof kept.entered?.[name] === 'string') place.entered[name] = kept.entered[name]
    if (typeof kept.inboxId === 'number' && steps.includes(kept.step)) {
      place.inboxId = kept.inboxId
      place.step = kept.step
    }
  } catch {
    // Somebody else's words, or none may be kept: begin at the beginning.
  }
  return place
}

export function keepPlace(account: number, place: Place): void {
  try {
    localStorage.setItem(keyOf(account), JSON.stringify(place))
  } catch {
    // A browser that keeps nothing forgets the place, and that is all.
  }
}

export const forgetPlace = (account: number): void => {
  try {
    localStorage.removeItem(keyOf(account))
  } catch {
    // It kept nothing.
  }
}
