import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { formatIsoUtc, parseIsoUtc } from '../../../core/time/calendar.ts';
import { MS_PER_HOUR } from '../../../core/units.ts';
import type { Answer } from '../../../core/protocol/events.ts';
import { text } from '../../text.ts';
import { floor, notice, segment, simulationTime } from '../../view-state.ts';
import { AskButton } from '../ask-button.tsx';
import { nextRate, RATES } from '../clock-words.ts';
import { formatDuration, formatRate, formatZuluMinutes } from '../format.ts';
import { Icon } from '../glyphs.tsx';
import { goLive, jumpBy, jumpTo, reverse, runAt, stepRate, togglePause } from '../time-commands.ts';
import { RoomButton } from '../rooms/room-button.tsx';
import { ServerClock } from './server-clock.tsx';
import { TimeStrip } from './time-strip.tsx';

/** The clock's controls and the strip of shifts: what is done here moves the clock of everybody in the room. */
export function TimeBar(): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const view = floor.value;
  return (
    <section class={isOpen ? 'time-bar all' : 'time-bar'} aria-label={text.time.label}>
      <div class="time-controls">
        <PlayButtons />
        {view && (
          <span class="phone-only countdown">
            <b>{formatDuration(Math.max(0, view.shift.end - simulationTime.value || 0))}</b>{' '}
            <span class="quiet">{text.clock.toBoundary(formatZuluMinutes(view.shift.end))}</span>
          </span>
        )}
        <span class="extra">
          <RateSelect />
          <JumpButtons />
          <TimeField />
          <RoomButton class="phone-only" />
          <ServerClock />
        </span>
        <AskButton class="live-button" ask={goLive} done={text.time.liveDone} shortcut="L">
          {text.time.live} <kbd aria-hidden="true">L</kbd>
        </AskButton>
        <button
          type="button"
          class="button phone-only more-time"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? text.time.less : text.time.more}
        </button>
        <TimeStrip.Legend />
      </div>
      <TimeStrip />
    </section>
  );
}

function PlayButtons(): JSX.Element {
  const rate = segment.value?.rate ?? 0;
  const isPaused = rate === 0;
  const next = (direction: 1 | -1): string => formatRate(nextRate(rate, direction));
  return (
    <span class="button-group" role="group" aria-label={text.time.rate}>
      <AskButton
        class="icon-button extra"
        label={text.time.slower(next(-1))}
        ask={() => stepRate(-1)}
        shortcut="["
      >
        <Icon name="slower" />
      </AskButton>
      <AskButton
        class="icon-button"
        label={isPaused ? text.time.run : text.time.pause}
        ask={togglePause}
        shortcut="Space"
        done={isPaused ? text.time.runDone : text.time.pauseDone}
      >
        <Icon name={isPaused ? 'run' : 'pause'} />
      </AskButton>
      <AskButton
        class="icon-button extra"
        label={text.time.faster(next(1))}
        ask={() => stepRate(1)}
        shortcut="]"
      >
        <Icon name="faster" />
      </AskButton>
      <AskButton class="icon-button extra" label={text.time.reverse} ask={reverse}>
        <Icon name="reverse" />
      </AskButton>
    </span>
  );
}

function RateSelect(): JSX.Element {
  const rate = segment.value?.rate ?? 0;
  const rates = [0, ...RATES].includes(rate) ? RATES : [...RATES, rate].toSorted((a, b) => a - b);
  return (
    <select
      class="rate-select"
      aria-label={text.time.rate}
      value={rate === 0 ? '' : String(rate)}
      onChange={(event) => void say(runAt(Number(event.currentTarget.value)))}
    >
      {rate === 0 && <option value="">{text.time.paused}</option>}
      {rates.map((value) => (
        <option key={value} value={String(value)}>
          {formatRate(value)}
        </option>
      ))}
    </select>
  );
}

async function say(answer: Promise<Answer>): Promise<void> {
  const result = await answer;
  notice.value = result.ok ? null : text.refused(result.rule, result.reason);
}

function JumpButtons(): JSX.Element {
  return (
    <span class="button-group" role="group" aria-label={text.time.jump}>
      <AskButton ask={() => jumpBy(-MS_PER_HOUR)} label={text.time.back}>
        {text.time.backShort}
      </AskButton>
      <AskButton ask={() => jumpBy(MS_PER_HOUR)} label={text.time.ahead}>
        {text.time.aheadShort}
      </AskButton>
    </span>
  );
}

/** An instant typed in; while nothing is typed it shows where the clock is. */
function TimeField(): JSX.Element {
  const [draft, setDraft] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const time = simulationTime.value;
  const shown = draft ?? (Number.isNaN(time) ? '' : formatIsoUtc(Math.floor(time / 1000) * 1000, 0));
  const go = async (): Promise<void> => {
    const wanted = parseIsoUtc(shown);
    if (wanted === null) {
      setProblem(text.time.unreadable);
      return;
    }
    const answer = await jumpTo(wanted);
    setProblem(answer.ok ? null : text.refused(answer.rule, answer.reason));
    if (answer.ok) setDraft(null);
  };
  return (
    <form
      class="time-field"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void go();
      }}
    >
      <input
        type="text"
        class="mono"
        size={21}
        spellcheck={false}
        autocomplete="off"
        aria-label={text.time.field}
        aria-invalid={problem !== null}
        aria-describedby="time-problem"
        value={shown}
        onInput={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          setDraft(null);
          setProblem(null);
        }}
      />
      <button type="submit" class="button">
        {text.time.go}
      </button>
      <span id="time-problem" class="refusal" role="alert">
        {problem}
      </span>
    </form>
  );
}
