import { buildUi } from '../../ui/build.ts'

/** Vitest global set-up: builds the dashboard once if it changed, before several journeys would at the same time. */
export default async function setup(): Promise<void> {
  const environment = process.env.NODE_ENV
  await buildUi()
  process.env.NODE_ENV = environment
}
