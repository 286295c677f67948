import { BufferAttribute, BufferGeometry, GLSL3, LineSegments, type Matrix4, ShaderMaterial } from 'three';
import bordersUrl from 'virtual:borders';
import coastlinesUrl from 'virtual:coastlines';
import { placeOnEllipsoid } from './earth-shape.ts';
import { PAINT_ORDER, type FrameUniforms } from './frame.ts';
import { unpackLines } from './packed-assets.ts';
import { loadBytes } from './textures.ts';

const VERTEX = /* glsl */ `
out float vFacing;
out float vSunHeight;
uniform vec3 uSun;
void main() {
  vec4 world = modelMatrix * vec4(position, 1.0);
  vec3 n = normalize(world.xyz);
  vFacing = dot(n, normalize(cameraPosition - world.xyz));
  vSunHeight = dot(n, uSun);
  gl_Position = projectionMatrix * (modelViewMatrix * vec4(position, 1.0));
}
`;

const FRAGMENT = /* glsl */ `
uniform float uBare, uPainted;
uniform float uGroundPainted;
in float vFacing;
in float vSunHeight;
out vec4 outColor;
void main() {
  float strength = mix(uBare, uPainted, uGroundPainted);
  strength *= mix(1.0, 0.65, uGroundPainted * smoothstep(-0.1, 0.3, vSunHeight));
  outColor = vec4(0.66, 0.80, 0.94, strength * smoothstep(0.01, 0.22, vFacing));
}
`;

/** How strongly lines show before and after the ground has its pictures. */
const COAST = { bare: 0.62, painted: 0.16 };
const BORDER = { bare: 0.22, painted: 0.2 };

export interface GroundLinesLayer {
  readonly objects: readonly LineSegments[];
  update(earthToTeme: Matrix4, groundPainted: number): void;
  dispose(): void;
}

/** Coasts and land borders, one pixel wide, fixed to the ground. Before the pictures arrive they are all there is to see. */
export function createGroundLines(frame: FrameUniforms): GroundLinesLayer {
  const uGroundPainted = { value: 0 };
  let isDisposed = false;
  const layers = [
    { url: coastlinesUrl, strength: COAST },
    { url: bordersUrl, strength: BORDER },
  ].map(({ url, strength }) => {
    const material = new ShaderMaterial({
      glslVersion: GLSL3,
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      uniforms: {
        uSun: frame.uSun,
        uGroundPainted,
        uBare: { value: strength.bare },
        uPainted: { value: strength.painted },
      },
      transparent: true,
      depthTest: false,
      depthWrite: false,
    });
    const object = new LineSegments(new BufferGeometry(), material);
    object.matrixAutoUpdate = false;
    object.frustumCulled = false;
    object.visible = false;
    object.renderOrder = PAINT_ORDER.groundLines;
    return { url, object, material };
  });

  async function fetchLines({ url, object }: (typeof layers)[number]): Promise<void> {
    const bytes = await loadBytes(url);
    if (!bytes || isDisposed) return;
    const { lonLat, segments } = unpackLines(bytes);
    object.geometry.setAttribute('position', new BufferAttribute(placeOnEllipsoid(lonLat, 0), 3));
    object.geometry.setIndex(new BufferAttribute(segments, 1));
    object.visible = true;
  }
  for (const layer of layers) void fetchLines(layer);

  return {
    objects: layers.map(({ object }) => object),
    update(earthToTeme, groundPainted) {
      uGroundPainted.value = groundPainted;
      for (const { object } of layers) {
        object.matrix.copy(earthToTeme);
        object.matrixWorldNeedsUpdate = true;
      }
    },
    dispose() {
      isDisposed = true;
      for (const { object, material } of layers) {
        object.geometry.dispose();
        material.dispose();
      }
    },
  };
}
