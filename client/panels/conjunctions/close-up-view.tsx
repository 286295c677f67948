import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { rtnAxes } from '../../../core/frames/rtn.ts';
import type { EncounterAnswer, EncounterObject } from '../../../core/protocol/events.ts';
import { dot, subtract, type Vector3 } from '../../../core/vector.ts';
import type { CloseUp, CloseUpEllipsoid, CloseUpScene } from '../../globe/close-up.ts';
import { conjunctionWords } from '../../words/conjunctions.ts';
import { cameraKey } from '../turn-keys.ts';

const words = conjunctionWords.closeUp;
const TURN = 0.15;
const RADIANS_PER_PX = 0.008;
const ZOOM = 1.2;

/** The encounter in three dimensions, turned by pointer and keys; what it shows is said in words beside it. */
export function CloseUpView({ encounter }: { encounter: EncounterAnswer }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const held = useRef<CloseUp | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let isGone = false;
    const show = async (): Promise<void> => {
      const { createCloseUp } = await import('../../globe/close-up.ts');
      if (isGone || !canvas.current) return;
      held.current = createCloseUp(canvas.current, closeUpOf(encounter), readColors(canvas.current));
      if (!held.current) setProblem(words.noWebGl);
    };
    show().catch(() => setProblem(words.noWebGl));
    return () => {
      isGone = true;
      held.current?.dispose();
      held.current = null;
    };
  }, [encounter]);
  const turn = (azimuth: number, elevation: number) => held.current?.turn(azimuth, elevation);
  return (
    <figure class="close-up">
      {problem === null ? (
        <canvas
          ref={canvas}
          role="img"
          tabIndex={0}
          aria-label={words.description(encounter)}
          aria-describedby="close-up-keys"
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={(event) => {
            if (event.currentTarget.hasPointerCapture(event.pointerId))
              turn(-event.movementX * RADIANS_PER_PX, event.movementY * RADIANS_PER_PX);
          }}
          onWheel={(event) => {
            event.preventDefault();
            held.current?.zoom(event.deltaY > 0 ? ZOOM : 1 / ZOOM);
          }}
          onKeyDown={(event) => onKey(event, held.current)}
        />
      ) : (
        <p class="empty">{problem}</p>
      )}
      <div class="row wrap close-up-buttons">
        <button type="button" class="button small-button" onClick={() => held.current?.zoom(1 / ZOOM)}>
          {words.nearer}
        </button>
        <button type="button" class="button small-button" onClick={() => held.current?.zoom(ZOOM)}>
          {words.farther}
        </button>
        <button type="button" class="button small-button" onClick={() => held.current?.reset()}>
          {words.reset}
        </button>
      </div>
      <figcaption class="quiet small" id="close-up-keys">
        <span class="key first">1 {encounter.objects[0].name}</span>{' '}
        <span class="key second">2 {encounter.objects[1].name}</span>{' '}
        <span class="key miss">{words.miss}</span> <span class="key way">{words.way}</span>. {words.note}
      </figcaption>
    </figure>
  );
}

function onKey(event: KeyboardEvent, closeUp: CloseUp | null): void {
  const key = cameraKey(event, TURN, ZOOM);
  if (key === null || !closeUp) return;
  if (key === 'reset') closeUp.reset();
  else if ('zoom' in key) closeUp.zoom(key.zoom);
  else closeUp.turn(key.azimuth, key.elevation);
  event.preventDefault();
}

function readColors(element: Element) {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    first: token('gold'),
    second: token('link'),
    miss: token('serious'),
    velocity: token('text-2'),
    axes: token('text-3'),
  };
}

/** Everything in the radial, transverse and normal of the first object. */
export function closeUpOf({
  objects: [first, second],
  missRtnKm,
  hbrM,
}: Pick<EncounterAnswer, 'objects' | 'missRtnKm' | 'hbrM'>): CloseUpScene {
  const axes = rtnAxes(first.position, first.velocity);
  const inFirst = (v: Vector3): Vector3 => [dot(v, axes[0]), dot(v, axes[1]), dot(v, axes[2])];
  const ellipsoidOf = ({ position, velocity, sigmaRtnKm }: EncounterObject): CloseUpEllipsoid => {
    const [r, t, n] = rtnAxes(position, velocity);
    return { axes: [inFirst(r), inFirst(t), inFirst(n)], sigma: sigmaRtnKm };
  };
  return {
    miss: missRtnKm,
    relativeVelocity: inFirst(subtract(second.velocity, first.velocity)),
    ellipsoids: [ellipsoidOf(first), ellipsoidOf(second)],
    hardBody: hbrM / 1000,
  };
}
