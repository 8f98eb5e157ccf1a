import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { MikroORM, type Options } from '@mikro-orm/postgresql'
import { Pool, TypeOverrides } from 'pg'
import { commitWatcher } from './after-commit.ts'
import { entities } from './entities.ts'

const BIGINT = 20
/** Milliseconds to wait for a free connection before giving up. */
const connectionPatience = 10_000

// A desk that was quiet for some seconds does not pay with its next messages for connections that know no statement yet.
const warmConnections = 8

/** Opens the ORM on a database. One pool serves it, the hot path and the jobs. */
export const openDatabase = (url: string, options: { poolSize?: number } = {}): MikroORM =>
  new MikroORM({
    clientUrl: url,
    entities,
    subscribers: [commitWatcher],
    migrations: {
      path: join(import.meta.dirname, 'migrations'),
      emit: 'ts',
      tableName: 'migrations',
      snapshot: false,
      silent: true,
    },
    pool: { min: warmConnections, max: options.poolSize ?? 16 },
    driverOptions: { types: numbersForBigints(), connectionTimeoutMillis: connectionPatience },
    serialization: { forceObject: true },
    ensureDatabase: false,
    forceUtcTimezone: true,
  } as Options)

/** A pool beside the ORM's, for work that must not wait behind it. Like there, row ids come as numbers. */
export function openPool(url: string, size: number): Pool {
  const pool = new Pool({
    connectionString: url,
    max: size,
    types: numbersForBigints(),
    connectionTimeoutMillis: connectionPatience,
  })
  // A connection that breaks fails its query, which is enough.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** Brings the schema up to date; answers with the names of the migrations that ran. */
export async function migrate(orm: MikroORM): Promise<string[]> {
  const { Migrator } = await import('@mikro-orm/migrations')
  const ran = await new Migrator(orm.em).up()
  return ran.map(({ name }) => name)
}

/** Names of the migrations in the tree, oldest first. */
export const migrationNames = (): string[] =>
  readdirSync(join(import.meta.dirname, 'migrations'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.slice(0, -3))
    .sort()

// Row ids fit a JavaScript number; times of raw SQL become Date, as the ORM's own do.
function numbersForBigints(): TypeOverrides {
  const types = new TypeOverrides()
  types.setTypeParser(BIGINT, Number)
  return types
}
