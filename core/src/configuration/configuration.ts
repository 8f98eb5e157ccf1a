import { resolve } from 'node:path'
import type { ProcessTimings } from '../processes/process.ts'
import { keepSecretKey } from './secret-key.ts'
import type { Settings } from './settings.ts'
import { StartProblem } from './start-problem.ts'

/** The settings of a running process, read once from the environment. */
export interface Configuration {
  host: string
  port: number
  /** Absolute base address for links, without a trailing slash. */
  url: string
  dataDirectory: string
  databaseUrl: string
  secretKey: string
  /** Whether anybody may open an account. */
  signup: boolean
  logLevel: string
  /** Reverse proxies whose `X-Forwarded-For` is believed: addresses and networks. */
  trustedProxies?: readonly string[]
  /** Rate limits hold for this machine too; absent: it is exempt. */
  limitLoopback?: boolean
  smtpUrl: string | undefined
  mailFrom: string
  temporal: { address: string | undefined; namespace: string; ui: string | undefined }
  /** How fast durable processes go; absent: as they are meant to. */
  processes?: { pace: number; timings: ProcessTimings }
  registryUrl: string | undefined
  /** Folder with a folder for each plugin; absent: no plugins. */
  pluginsDirectory?: string
  /** Single plugin folders beside those. */
  pluginFolders?: readonly string[]
  /** Start with no plugins. */
  safeMode?: boolean
  /** Every variable as given, for plugins' own prefixes. */
  environment: Readonly<Record<string, string>>
}

/** What a process of the core works with: the settings, and what follows from them. */
export function configurationOf(
  settings: Settings,
  {
    environment,
    pluginsDirectory,
  }: { environment: Readonly<Record<string, string | undefined>>; pluginsDirectory?: string },
): Configuration {
  if (!settings.databaseUrl)
    throw new StartProblem(
      'DATABASE_URL is not set: name a PostgreSQL database there, or use `npm start`, which brings one.',
    )
  const dataDirectory = resolve(settings.dataDirectory)
  return {
    host: settings.host,
    port: settings.port,
    url: settings.url ?? `http://localhost:${settings.port}`,
    dataDirectory,
    databaseUrl: settings.databaseUrl,
    secretKey: settings.secretKey ?? keepSecretKey(dataDirectory),
    signup: settings.signup,
    safeMode: settings.safeMode,
    logLevel: settings.logLevel,
    trustedProxies: settings.trustedProxies,
    smtpUrl: settings.smtpUrl,
    mailFrom: settings.mailFrom,
    temporal: { address: settings.temporalAddress, namespace: settings.temporalNamespace, ui: settings.temporalUiUrl },
    processes: {
      pace: settings.processPace,
      timings: {
        reminders: settings.onboardingReminders,
        stalled: settings.onboardingStalled,
        giveUp: settings.onboardingGiveUp,
        polls: settings.onboardingPolls,
      },
    },
    registryUrl: settings.registryUrl,
    ...(pluginsDirectory === undefined ? {} : { pluginsDirectory }),
    environment: Object.fromEntries(Object.entries(environment).filter(([, value]) => value)) as Record<string, string>,
  }
}
