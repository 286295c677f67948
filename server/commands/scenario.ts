import { advanceFloor, startExercise } from '../../core/operations/floor.ts';
import { gradeRun } from '../../core/operations/grade.ts';
import { measureRun, summaryOf } from '../../core/operations/metrics.ts';
import { DEFAULT_AGE_LIMITS } from '../../core/elements/age.ts';
import { journalHash } from '../storage/journal.ts';
import { readScenario, type Scenario } from '../scenario-files.ts';
import { Catalog } from '../simulation/catalog.ts';
import { catalogueSurroundings } from '../simulation/surroundings.ts';
import { write } from './output.ts';

/** Play a scenario to its end without a clock. */
export function playScenario(scenario: Scenario) {
  const { configuration, expectations, elements } = scenario;
  const around = catalogueSurroundings(() => EMPTY, DEFAULT_AGE_LIMITS, { scenarioSets: elements });
  const begun = startExercise(configuration);
  const run = advanceFloor(begun.state, configuration.end!, around);
  const events = [...begun.events, ...run.events];
  return { events, grade: gradeRun(events, expectations, configuration.end!), metrics: measureRun(events) };
}

const EMPTY = new Catalog([], 0);

/** `scenario run`: play a scenario headless and print each expectation with its grade; 1 when one fails. */
export async function runScenario(file: string, { seed }: { seed?: string }): Promise<number> {
  const scenario = readScenario(file, seed);
  const { events, grade, metrics } = playScenario(scenario);
  const lines = grade.expectations.map(
    ({ state, text, detail }) => `${state.padEnd(6)}  ${text}${detail === '' ? '' : ` (${detail})`}\n`,
  );
  const { handovers, scoreMean, factsLostFraction } = summaryOf(metrics);
  await write(
    `EXERCISE//NOTIONAL  ${scenario.name}, seed ${scenario.configuration.seed}\n${
      scenario.scripted === '' ? '' : `Scripted: ${scenario.scripted}\n`
    }${lines.join('')}${handovers} handovers of the chief, mean score ${scoreMean?.toFixed(2) ?? 'none'} over all desks, ${(100 * factsLostFraction).toFixed(1)} % of facts lost\njournal_sha256 ${journalHash(events)}\n${grade.isPassed ? 'passed' : 'failed'}\n`,
  );
  return grade.isPassed ? 0 : 1;
}
