import {
  atLeast,
  email,
  flag,
  hostAndPort,
  httpAddress,
  networks,
  oneOf,
  optional,
  port,
  required,
  text,
  urlOf,
} from './setting.ts'

/** Every environment variable of the core: the one source for reading, `npm start -- --help` and docs/configuration.md. */
export const settingsTable = {
  port: required({
    name: 'PORT',
    meaning: 'Port of the dashboard and the API.',
    default: '3000',
    example: '8080',
    parse: port,
  }),
  host: required({
    name: 'CORDBOARD_HOST',
    meaning: 'Address to listen on. 0.0.0.0 lets other machines in.',
    default: '127.0.0.1',
    example: '0.0.0.0',
    parse: text,
  }),
  url: optional({
    name: 'CORDBOARD_URL',
    meaning: 'Address by which people and providers reach Cordboard; links and webhook addresses begin with it.',
    default: 'http://localhost:PORT',
    example: 'https://support.example.com',
    parse: httpAddress,
  }),
  dataDirectory: required({
    name: 'CORDBOARD_DATA_DIR',
    meaning: 'Folder for everything that must survive a restart: databases, files, the secret key.',
    default: '.cordboard',
    example: '/var/lib/cordboard',
    parse: text,
  }),
  postgresPort: required({
    name: 'CORDBOARD_POSTGRES_PORT',
    meaning: 'Port of the PostgreSQL server that comes along. Without use when DATABASE_URL is set.',
    default: '54320',
    example: '54330',
    parse: port,
  }),
  temporalPort: required({
    name: 'CORDBOARD_TEMPORAL_PORT',
    meaning: 'Port of the Temporal server that comes along. Without use when TEMPORAL_ADDRESS is set.',
    default: '7233',
    example: '7243',
    parse: port,
  }),
  temporalUiPort: required({
    name: 'CORDBOARD_TEMPORAL_UI_PORT',
    meaning: 'Port of the Temporal UI that comes along. Without use when TEMPORAL_ADDRESS is set.',
    default: '8233',
    example: '8243',
    parse: port,
  }),
  registryPort: required({
    name: 'CORDBOARD_REGISTRY_PORT',
    meaning: 'Port of the plugin registry that comes along. Without use when CORDBOARD_REGISTRY_URL is set.',
    default: '4873',
    example: '4883',
    parse: port,
  }),
  databaseUrl: optional({
    name: 'DATABASE_URL',
    meaning: 'A PostgreSQL database to use in place of the one that comes along.',
    default: '',
    example: 'postgresql://cordboard:password@db.example.com:5432/cordboard',
    secret: true,
    parse: urlOf('postgresql:', 'postgres:'),
  }),
  temporalAddress: optional({
    name: 'TEMPORAL_ADDRESS',
    meaning: 'A Temporal server to use in place of the one that comes along.',
    default: '',
    example: 'temporal.example.com:7233',
    parse: hostAndPort,
  }),
  temporalNamespace: required({
    name: 'TEMPORAL_NAMESPACE',
    meaning: 'Namespace of Cordboard’s processes in Temporal; made at the start where it is missing.',
    default: 'default',
    example: 'cordboard',
    parse: text,
  }),
  temporalApiKey: optional({
    name: 'TEMPORAL_API_KEY',
    meaning: 'Key for a Temporal server that asks for one.',
    default: '',
    example: 'eyJhbGciOi…',
    secret: true,
    parse: text,
  }),
  temporalTls: required({
    name: 'TEMPORAL_TLS',
    meaning: 'Whether the Temporal server at TEMPORAL_ADDRESS is reached over TLS.',
    default: 'false',
    example: 'true',
    parse: flag,
  }),
  temporalUiUrl: optional({
    name: 'CORDBOARD_TEMPORAL_UI_URL',
    meaning: 'Address of the Temporal UI that operators are shown.',
    default: 'http://localhost:CORDBOARD_TEMPORAL_UI_PORT with the server that comes along',
    example: 'https://temporal.example.com',
    parse: httpAddress,
  }),
  temporalCliPath: optional({
    name: 'TEMPORAL_CLI_PATH',
    meaning: 'Program of the Temporal CLI to run the server that comes along; looked for before every other source.',
    default: '',
    example: '/usr/local/bin/temporal',
    parse: text,
  }),
  registryUrl: optional({
    name: 'CORDBOARD_REGISTRY_URL',
    meaning: 'A plugin registry to use in place of the one that comes along.',
    default: '',
    example: 'https://registry.example.com',
    parse: httpAddress,
  }),
  secretKey: optional({
    name: 'CORDBOARD_SECRET_KEY',
    meaning:
      'Secret under which tokens and passwords of channels are encrypted, at least 32 characters. Whoever loses it must connect every channel again.',
    default: 'made at the first start and kept in the data directory',
    example: 'a long random text of 32 characters or more',
    secret: true,
    parse: atLeast(32),
  }),
  adminEmail: optional({
    name: 'CORDBOARD_ADMIN_EMAIL',
    meaning: 'With CORDBOARD_ADMIN_PASSWORD: creates the first administrator at the start where there is none.',
    default: '',
    example: 'admin@example.com',
    parse: email,
  }),
  adminPassword: optional({
    name: 'CORDBOARD_ADMIN_PASSWORD',
    meaning: 'Password of that administrator.',
    default: '',
    example: 'Correct-horse-9',
    secret: true,
    parse: text,
  }),
  signup: required({
    name: 'CORDBOARD_SIGNUP',
    meaning: 'Whether anybody may open an account. Otherwise the installation’s administrators do.',
    default: 'false',
    example: 'true',
    parse: flag,
  }),
  safeMode: required({
    name: 'CORDBOARD_SAFE_MODE',
    meaning: 'Start without any plugin, to switch off or remove one that does harm.',
    default: 'false',
    example: 'true',
    parse: flag,
  }),
  trustedProxies: required({
    name: 'CORDBOARD_TRUSTED_PROXIES',
    meaning:
      'Reverse proxies in front of Cordboard, addresses or networks with commas between them: rate limits then count the client that they name.',
    default: '',
    example: '10.0.0.5,172.16.0.0/12',
    parse: networks,
  }),
  logLevel: required({
    name: 'CORDBOARD_LOG_LEVEL',
    meaning: 'Least urgent lines that are logged: trace, debug, info, warn, error, fatal or silent.',
    default: 'info',
    example: 'debug',
    parse: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
  }),
  smtpUrl: optional({
    name: 'CORDBOARD_SMTP_URL',
    meaning: 'Mail server for invitations and password resets. Without it letters are written into the data directory.',
    default: '',
    example: 'smtps://user:password@mail.example.com',
    secret: true,
    parse: urlOf('smtp:', 'smtps:'),
  }),
  mailFrom: required({
    name: 'CORDBOARD_MAIL_FROM',
    meaning: 'Sender of those letters.',
    default: 'Cordboard <cordboard@localhost>',
    example: 'Example Support <support@example.com>',
    parse: text,
  }),
  contracts: optional({
    name: 'CORDBOARD_CONTRACTS',
    meaning: 'Only for the tests: folder with the published schemas of providers that answers are checked against.',
    default: '../shared/contracts',
    example: '/srv/contracts',
    parse: text,
  }),
}

type Table = typeof settingsTable
type ValueOf<Entry> = Entry extends { required: true; parse(text: string): infer Value }
  ? Value
  : Entry extends { parse(text: string): infer Value }
    ? Value | undefined
    : never

/** The settings as given, before anything is derived from them. */
export type Settings = { [Key in keyof Table]: ValueOf<Table[Key]> }
