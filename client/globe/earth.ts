import {
  BufferAttribute,
  BufferGeometry,
  GLSL3,
  type Matrix4,
  Mesh,
  NoBlending,
  ShaderMaterial,
  type Texture,
} from 'three';
import dayUrl from 'three-globe/example/img/earth-blue-marble.jpg?url';
import nightUrl from 'three-globe/example/img/earth-night.jpg?url';
import topographyUrl from 'three-globe/example/img/earth-topology.png?url';
import waterUrl from 'three-globe/example/img/earth-water.png?url';
import type { Milliseconds } from '../../core/units.ts';
import { EARTH_FRAGMENT, EARTH_VERTEX } from './earth-shader.ts';
import { buildEllipsoid } from './earth-shape.ts';
import { advanceFade, PAINT_ORDER, type FrameUniforms } from './frame.ts';
import { loadMap } from './textures.ts';

const FADE_MS: Milliseconds = 700;

export interface EarthOptions {
  readonly frame: FrameUniforms;
  readonly quality: 'full' | 'low';
  readonly maxAnisotropy: number;
  readonly fades: boolean;
}

export interface Earth {
  readonly object: Mesh;
  /** 0 while the ground has no pictures, 1 when they are all there. */
  painted(): number;
  update(earthToTeme: Matrix4, elapsed: Milliseconds): void;
  dispose(): void;
}

/**
 * The ground: the WGS-84 ellipsoid with day and night maps, laid out on geodetic latitude.
 *
 * Terrain is shading only, and polar motion and the 0.9 s of UT1−UTC are left out: places are right to 0.5 km.
 */
export function createEarth({ frame, quality, maxAnisotropy, fades }: EarthOptions): Earth {
  const uniforms = {
    ...frame,
    uDay: { value: null as Texture | null },
    uNight: { value: null as Texture | null },
    uTopography: { value: null as Texture | null },
    uWater: { value: null as Texture | null },
    uDayMix: { value: 0 },
    uNightMix: { value: 0 },
    uTopographyMix: { value: 0 },
    uWaterMix: { value: 0 },
  };
  const geometry = quality === 'full' ? meshGeometry(256, 128) : meshGeometry(96, 48);
  const material = new ShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: EARTH_VERTEX,
    fragmentShader: EARTH_FRAGMENT,
    uniforms,
    depthTest: false,
    depthWrite: false,
    transparent: true,
    blending: NoBlending,
  });
  const object = new Mesh(geometry, material);
  object.matrixAutoUpdate = false;
  object.frustumCulled = false;
  object.renderOrder = PAINT_ORDER.earth;

  let isDisposed = false;
  const maps = [
    { url: dayUrl, channels: 'color', map: uniforms.uDay, mix: uniforms.uDayMix },
    { url: nightUrl, channels: 'color', map: uniforms.uNight, mix: uniforms.uNightMix },
    { url: topographyUrl, channels: 'one', map: uniforms.uTopography, mix: uniforms.uTopographyMix },
    { url: waterUrl, channels: 'one', map: uniforms.uWater, mix: uniforms.uWaterMix },
  ] as const;

  async function fetchMap({ url, channels, map }: (typeof maps)[number]): Promise<void> {
    const maxWidth = quality === 'full' ? 4096 : 1024;
    const texture = await loadMap(url, {
      channels,
      maxWidth,
      anisotropy: quality === 'full' ? maxAnisotropy : 1,
    });
    if (isDisposed) texture?.dispose();
    else map.value = texture;
  }
  for (const map of maps) void fetchMap(map);

  return {
    object,
    painted: () => Math.min(uniforms.uDayMix.value, uniforms.uNightMix.value),
    update(earthToTeme, elapsed) {
      object.matrix.copy(earthToTeme);
      object.matrixWorldNeedsUpdate = true;
      for (const { map, mix } of maps) {
        if (map.value) mix.value = fades ? advanceFade(mix.value, elapsed, FADE_MS) : 1;
      }
    },
    dispose() {
      isDisposed = true;
      geometry.dispose();
      material.dispose();
      for (const { map } of maps) map.value?.dispose();
    },
  };
}

function meshGeometry(columns: number, rows: number): BufferGeometry {
  const { positions, normals, uvs, indices } = buildEllipsoid(columns, rows);
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(positions, 3));
  geometry.setAttribute('normal', new BufferAttribute(normals, 3));
  geometry.setAttribute('uv', new BufferAttribute(uvs, 2));
  geometry.setIndex(new BufferAttribute(indices, 1));
  return geometry;
}
