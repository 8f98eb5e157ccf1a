import { onboarding as table } from './tables.ts'

/** The same channel under code that decides otherwise: what a replay must notice. */
export const onboarding = {
  ...table,
  decide: () => ({ do: 'fail', reason: 'otherwise', why: 'It is decided otherwise.' }),
}
export { health } from './tables.ts'
