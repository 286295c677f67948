import type { JSX } from 'preact';
import type { DeskView, FloorView, PersonView } from '../../../core/operations/view.ts';
import type { UtcMs } from '../../../core/units.ts';
import { text } from '../../text.ts';
import { shownTime } from '../../view-state.ts';
import { formatDate } from '../format.ts';
import { StatusMark } from '../glyphs.tsx';
import { Nation } from '../person.tsx';
import { restOf } from './crew-groups.ts';
import { restWords } from './person-words.ts';
import { mayHold, standingOf } from './standing.ts';

/** Who takes over at the boundary, desk by desk, and whether he may. */
export function ReliefList({ view }: { view: FloorView }): JSX.Element {
  const time = shownTime.value;
  const columns = text.floor.reliefColumns;
  const wrong = view.desks.filter((desk) => !isReady(desk, time)).length;
  return (
    <section class="panel reliefs" aria-labelledby="reliefs-title">
      <div class="panel-head">
        <h3 id="reliefs-title">{text.floor.reliefTitle}</h3>
        <span class="quiet grow">{text.floor.reliefNote}</span>
        <span>
          <StatusMark status={wrong > 0 ? 'serious' : 'normal'} />{' '}
          {wrong > 0 ? text.floor.reliefWrong(wrong) : text.floor.reliefRight}
        </span>
      </div>
      <div class="table-box" tabIndex={0} role="group" aria-labelledby="reliefs-title">
        <table>
          <thead>
            <tr>
              <th scope="col">{columns.desk}</th>
              <th scope="col">{columns.person}</th>
              <th scope="col">{columns.qualification}</th>
              <th scope="col">{columns.rest}</th>
            </tr>
          </thead>
          <tbody>
            {view.desks.map((desk) => (
              <tr key={desk.desk}>
                <th scope="row">{desk.desk}</th>
                {desk.relief === null ? (
                  <td colSpan={3}>
                    <StatusMark status="serious" /> {text.floor.nobody}
                  </td>
                ) : (
                  <ReliefCells desk={desk} relief={desk.relief} time={time} />
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function isReady({ desk, relief, trainee }: DeskView, at: UtcMs): boolean {
  if (relief === null || relief.absence !== null) return false;
  return mayHold(standingOf(relief, desk, { at, trainee: trainee?.id ?? null }));
}

function ReliefCells({
  desk,
  relief,
  time,
}: {
  desk: DeskView;
  relief: PersonView;
  time: UtcMs;
}): JSX.Element {
  const { kind, status, held } = standingOf(relief, desk.desk, {
    at: time,
    trainee: desk.trainee?.id ?? null,
  });
  const how = text.floor.reliefHow[desk.reliefHow];
  return (
    <>
      <td>
        {relief.rank} {relief.name} <Nation code={relief.nation} />
        {how !== null && <span class="quiet"> {how}</span>}
      </td>
      <td>
        <StatusMark status={status} /> {text.floor.standings[kind]}
        {held !== null && held.expires !== null && (
          <span class="quiet"> {text.floor.validTo(formatDate(held.expires))}</span>
        )}
      </td>
      <td>
        {relief.absence ? (
          <>
            <StatusMark status="serious" /> {text.floor.absentShort}
          </>
        ) : (
          <span class="quiet">{restWords(restOf(relief, time), time)}</span>
        )}
      </td>
    </>
  );
}
