import { AdditiveBlending, BackSide, GLSL3, Mesh, ShaderMaterial, SphereGeometry } from 'three';
import { EARTH_EQUATORIAL_RADIUS_KM } from '../../core/frames/geodetic.ts';
import { AIR_LIGHT_GLSL } from './earth-shader.ts';
import { EARTH_OCCLUSION_GLSL } from './earth-shape.ts';
import { PAINT_ORDER, type FrameUniforms } from './frame.ts';

/** Radius of the sphere it is painted on; the light has faded long before. */
const SHELL = 1.07;

const VERTEX = /* glsl */ `
out vec3 vRay;
void main() {
  vRay = (modelMatrix * vec4(position, 1.0)).xyz - cameraPosition;
  gl_Position = projectionMatrix * (modelViewMatrix * vec4(position, 1.0));
}
`;

const FRAGMENT = /* glsl */ `
uniform vec3 uSun;
in vec3 vRay;
out vec4 outColor;
#define gl_FragColor outColor
${EARTH_OCCLUSION_GLSL}
${AIR_LIGHT_GLSL}
void main() {
  vec3 c = cameraPosition * POLE_STRETCH;
  vec3 d = normalize(vRay * POLE_STRETCH);
  vec3 nearest = c - dot(c, d) * d;
  float height = length(nearest) - EARTH_RADIUS;
  // A little is painted inside the edge too: the Earth goes over it, and its triangles leave no seam.
  if (height < -60.0) discard;
  float above = max(height, 0.0);
  float glow = 0.80 * exp(-above / 34.0) + 0.26 * exp(-above / 120.0);
  float sunHeight = dot(normalize(nearest), uSun);
  outColor = vec4(airLight(sunHeight) * glow, 1.0);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
`;

/** The glow of the air outside the Earth's edge, by the lowest height the line of sight passes at. Much thicker than real. */
export function createAtmosphere(frame: FrameUniforms): { readonly object: Mesh; dispose(): void } {
  const geometry = new SphereGeometry(EARTH_EQUATORIAL_RADIUS_KM * SHELL, 96, 48);
  const material = new ShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    uniforms: { ...frame },
    side: BackSide,
    blending: AdditiveBlending,
    transparent: true,
    depthTest: false,
    depthWrite: false,
  });
  const object = new Mesh(geometry, material);
  object.matrixAutoUpdate = false;
  object.frustumCulled = false;
  object.renderOrder = PAINT_ORDER.atmosphere;
  return {
    object,
    dispose() {
      geometry.dispose();
      material.dispose();
    },
  };
}
