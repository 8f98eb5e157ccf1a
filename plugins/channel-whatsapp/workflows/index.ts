export { onboarding } from './onboarding.ts'
export { health } from './watch.ts'
