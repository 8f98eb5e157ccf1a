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
  smtpUrl: string | undefined
  mailFrom: string
  temporal: { address: string | undefined; namespace: string; ui: string | undefined }
  registryUrl: string | undefined
  /** Every variable as given, for plugins' own prefixes. */
  environment: Readonly<Record<string, string>>
}
