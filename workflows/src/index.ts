/** What the worker's bundle is made of; runs in Temporal's sandbox. */
export { healthOf } from './channel-health/health-of.ts'
export { onboardingOf } from './channel-onboarding/onboarding-of.ts'
