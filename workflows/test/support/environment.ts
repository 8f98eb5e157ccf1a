import type { Connection } from '@temporalio/client'
import { TestWorkflowEnvironment } from '@temporalio/testing'
import { DefaultLogger, Runtime } from '@temporalio/worker'
import { inject } from 'vitest'
import { program } from '../../../tests/support/temporal.ts'
import { prepareNamespace, searchAttributes } from '../../worker/prepare-namespace.ts'

Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] })

/** `skipping`: Temporal's test server, whose time runs when nobody works. `real`: the development server. */
export type Kind = 'skipping' | 'real'

/** A Temporal server of its own, with our search attributes. */
export async function startEnvironment(kind: Kind): Promise<TestWorkflowEnvironment> {
  const environment =
    kind === 'skipping'
      ? await TestWorkflowEnvironment.createTimeSkipping({ server: { executable: from(inject('temporalTestServer')) } })
      : await TestWorkflowEnvironment.createLocal({ server: { executable: from(inject('temporalCli')) } })
  // The test server cannot tell which there are.
  if (kind === 'real') await prepareNamespace(environment.connection as Connection, 'default')
  else await environment.connection.operatorService.addSearchAttributes({ namespace: 'default', searchAttributes })
  return environment
}

const from = (provided: string) => ({ type: 'existing-path' as const, path: program(provided) })
