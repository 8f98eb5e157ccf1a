import type { Core } from '@cordboard/core/core.ts'
import { openDatabase } from '@cordboard/core/database/orm.ts'
import { addMember } from '@cordboard/core/domain/membership/add-member.ts'
import { administrator } from '@cordboard/core/domain/membership/role.ts'
import { accessTokenOf } from '@cordboard/core/domain/user/access-token.ts'
import { createUser } from '@cordboard/core/domain/user/create-user.ts'
import { createCipher } from '@cordboard/core/secrets/cipher.ts'
import { secretKey } from './processes.ts'

export interface BenchAdministrator {
  userId: number
  token: string
  pubsubToken: string
}

/** Somebody who may call the API and listen on a socket. */
export async function createAdministrator(databaseUrl: string, accountId: number): Promise<BenchAdministrator> {
  const orm = openDatabase(databaseUrl)
  const em = orm.em.fork()
  const user = await createUser(em, {
    email: 'ada@bench.test',
    name: 'Ada',
    password: 'Correct-horse-1',
    confirmed: true,
  })
  await addMember(em, { accountId, userId: user.id, role: administrator })
  const token = await accessTokenOf({ cipher: createCipher(secretKey) } as Core, em, user.id)
  await orm.close(true)
  return { userId: user.id, token, pubsubToken: user.pubsubToken }
}
