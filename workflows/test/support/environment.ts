import { TestWorkflowEnvironment } from '@temporalio/testing'
import { DefaultLogger, Runtime } from '@temporalio/worker'
import { makeNamespace, sharedTemporal } from '../../../tests/support/temporal-server.ts'
import { testServerProgram } from '../../../tests/support/temporal-test-server.ts'
import { searchAttributes } from '../../worker/prepare-namespace.ts'

Runtime.install({
  logger: new DefaultLogger('ERROR'),
  shutdownSignals: [],
  telemetryOptions: { logging: { filter: 'OFF' } },
})

/** Temporal's test server, a new one: its time runs while nobody works. */
export async function skippingTime(): Promise<TestWorkflowEnvironment> {
  const executable = { type: 'existing-path' as const, path: testServerProgram() }
  const environment = await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } })
  // It cannot tell which there are.
  await environment.connection.operatorService.addSearchAttributes({ namespace: 'default', searchAttributes })
  return environment
}

/** A namespace of the development server that all tests share: real time, and everything that a real server does. */
export async function realTime(): Promise<TestWorkflowEnvironment> {
  const address = await sharedTemporal()
  return TestWorkflowEnvironment.createFromExistingServer({ address, namespace: await makeNamespace(address) })
}
