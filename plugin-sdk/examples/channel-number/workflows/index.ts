/** What `workflows.entry` of the manifest names. Pure: no Node module, no clock, no state; it runs inside Temporal's sandbox. */
export { health } from './health.ts'
export { onboarding } from './onboarding.ts'
