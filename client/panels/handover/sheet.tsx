import type { ComponentChildren, JSX } from 'preact';
import type {
  DeskView,
  FloorView,
  HandoverView,
  ItemView,
  PersonView,
} from '../../../core/operations/view.ts';
import { text } from '../../text.ts';
import { shownFloor } from '../../view-state.ts';
import { formatInstant, formatZulu } from '../format.ts';
import { shownDesk } from './chosen.ts';
import { type FactRow, factRows } from './facts.ts';
import { pauseKind } from './gates.ts';

const words = text.sheet;
const TIMES = ['previewedAt', 'readyAt', 'signedOutAt', 'acceptedAt', 'reviewedAt'] as const;

/** The handover on paper: what this viewer may see of it, between two markings. */
export function SheetScreen(): JSX.Element {
  const view = shownFloor.value;
  const desk = view && shownDesk(view);
  return (
    <main class="work-screen sheet" id="sheet">
      <div class="sheet-buttons">
        <a class="button" href="#handover">
          {words.back}
        </a>
        <button type="button" class="button primary" onClick={() => window.print()}>
          {words.print}
        </button>
        <span class="quiet">{words.printNote}</span>
      </div>
      {!view && <p class="loading">{words.loading}</p>}
      {view && desk && !desk.handover && (
        <div class="panel no-sheet">
          <h2>{words.title}</h2>
          <p>{words.none(desk.desk)}</p>
        </div>
      )}
      {view && desk?.handover && <Sheet view={view} desk={desk} handover={desk.handover} />}
    </main>
  );
}

interface SheetProps {
  readonly view: FloorView;
  readonly desk: DeskView;
  readonly handover: HandoverView;
}

function Sheet({ view, desk, handover }: SheetProps): JSX.Element {
  return (
    <article class="paper">
      <p class="paper-marking top">{view.marking}</p>
      <div class="paper-body">
        <h2>{words.heading(handover.desk, desk.title)}</h2>
        <Facing view={view} handover={handover} />
        <h3>{words.lines}</h3>
        <Lines handover={handover} />
        <h3>{words.items(handover.items.length)}</h3>
        {handover.items.length === 0 && <p>{words.noItems}</p>}
        <ol class="paper-items">
          {handover.items.map((entry) => {
            const item = view.items.find(({ id }) => id === entry.item);
            return (
              <li key={entry.item}>
                {item ? (
                  <Item item={item} entry={entry} handover={handover} />
                ) : (
                  text.handover.closedItem(entry.item)
                )}
              </li>
            );
          })}
        </ol>
        <h3>{words.questions}</h3>
        {handover.questions.length === 0 && <p>{words.noQuestions}</p>}
        <ul class="paper-list">
          {handover.questions.map((question) => (
            <li key={question.id}>
              {formatZulu(question.askedAt)} {question.text} <b>{question.answer ?? words.questionOpen}</b>
            </li>
          ))}
        </ul>
        <dl class="paper-facing">
          <Pair label={words.score(handover.reviewedAt !== null)}>
            <b>{handover.forecast.toFixed(1)}</b> {words.scoreNote}
          </Pair>
          <Pair label={words.telling}>
            {words.minutes((handover.briefMs / 60_000).toFixed(1), handover.briefMinNeeded.toFixed(1))}
          </Pair>
          <Pair label={words.interruptions}>{handover.interruptions}</Pair>
        </dl>
        <p class="paper-signatures">
          <span>{words.signOutgoing}</span>
          <span>{words.signIncoming}</span>
        </p>
        <p>{words.notional}</p>
      </div>
      <p class="paper-marking bottom">{view.marking}</p>
    </article>
  );
}

function Pair({ label, children }: { label: string; children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function nameOf({ rank, name, nation, attendedBy }: PersonView): string {
  return `${words.person(rank, name, nation)}, ${words.seated(attendedBy)}`;
}

/** Which exercise, who to whom, and when each thing was said. */
function Facing({ view, handover }: Omit<SheetProps, 'desk'>): JSX.Element {
  const { exercise } = view;
  return (
    <dl class="paper-facing">
      <Pair label={words.exercise}>{words.exerciseOf(exercise.name, exercise.id, exercise.seed)}</Pair>
      <Pair label={words.madeAt}>{formatInstant(view.at)}</Pair>
      <Pair label={words.seenBy}>{words.viewers(view.viewer)}</Pair>
      <Pair label={words.from}>{nameOf(handover.outgoing)}</Pair>
      <Pair label={words.to}>{nameOf(handover.incoming)}</Pair>
      <Pair label={words.boundary}>{formatInstant(handover.boundary)}</Pair>
      <Pair label={words.opened}>{formatInstant(handover.openedAt)}</Pair>
      {TIMES.map((name) => {
        const at = handover[name];
        return (
          <Pair key={name} label={words.times[name]}>
            {at === null ? words.notYet : formatInstant(at)}
          </Pair>
        );
      })}
      {handover.pause && (
        <Pair label={words.stands}>
          {text.handover.pauseTitle[pauseKind(handover)]} {handover.pause.reason}
        </Pair>
      )}
    </dl>
  );
}

function Lines({ handover }: { handover: HandoverView }): JSX.Element {
  return (
    <ol class="paper-list">
      {handover.checklist.map((line) => (
        <li key={line.id}>
          <b>{line.title}:</b> {line.status}
          {line.isAttentionWanted && <b> {words.lineAttention}</b>}
          {' · '}
          {line.waivedBecause !== null
            ? text.handover.waived(line.waivedBecause)
            : line.reviewedAt === null
              ? words.lineOpen
              : words.lineRead(formatZulu(line.reviewedAt))}
        </li>
      ))}
    </ol>
  );
}

interface ItemProps {
  readonly item: ItemView;
  readonly entry: HandoverView['items'][number];
  readonly handover: HandoverView;
}

function Item({ item, entry, handover }: ItemProps): JSX.Element {
  const rows = factRows(item, entry, { desk: handover.desk, nation: handover.incoming.nation, side: null });
  return (
    <>
      <p>
        <b>{item.summary}</b>
        <br />
        {words.severity(item.severity)} · {item.desk} · {text.floor.states[item.state]} · {item.marking}
        {item.withheld > 0 && (
          <>
            {' · '}
            <b>{words.withheld(item.withheld)}</b>
          </>
        )}
      </p>
      {item.actions.length > 0 && (
        <p>
          {words.actions}{' '}
          {item.actions.map(({ what, who, due }) => `${who} ${what}, ${formatZulu(due)}`).join('; ')}
        </p>
      )}
      {item.contingency !== '' && (
        <p>
          {words.contingency} {item.contingency}
        </p>
      )}
      {rows.length > 0 && <Facts rows={rows} />}
      {entry.synthesis !== '' && (
        <p>
          {words.synthesis} “{entry.synthesis}”
        </p>
      )}
    </>
  );
}

function Facts({ rows }: { rows: readonly FactRow[] }): JSX.Element {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{words.fact}</th>
          <th scope="col">{words.value}</th>
          <th scope="col">{words.asOf}</th>
          <th scope="col">{words.factState}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ fact, standing }) => (
          <tr key={fact.id}>
            <th scope="row">{fact.label}</th>
            <td>{fact.value}</td>
            <td>{formatInstant(fact.asOf)}</td>
            <td>{words.states[standing]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
