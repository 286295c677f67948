/**
 * Light of the air as seen edge on: blue by day, orange in the last degrees before night, none behind it.
 * `sunHeight` is the sine of the Sun's elevation over the ground below.
 */
export const AIR_LIGHT_GLSL = /* glsl */ `
vec3 airLight(float sunHeight) {
  float day = smoothstep(-0.22, 0.30, sunHeight);
  float dusk = exp(-pow((sunHeight + 0.03) / 0.11, 2.0));
  return vec3(0.20, 0.48, 1.0) * day + vec3(1.0, 0.36, 0.12) * dusk * 0.32;
}
`;

export const EARTH_VERTEX = /* glsl */ `
out vec2 vUv;
out vec3 vNormal;
out vec3 vPosition;
void main() {
  vUv = uv;
  vNormal = mat3(modelMatrix) * normal;
  vPosition = (modelMatrix * vec4(position, 1.0)).xyz;
  gl_Position = projectionMatrix * (modelViewMatrix * vec4(position, 1.0));
}
`;

export const EARTH_FRAGMENT = /* glsl */ `
uniform vec3 uSun;
uniform sampler2D uDay, uNight, uTopography, uWater;
uniform float uDayMix, uNightMix, uTopographyMix, uWaterMix;
in vec2 vUv;
in vec3 vNormal;
in vec3 vPosition;
out vec4 outColor;
#define gl_FragColor outColor
${AIR_LIGHT_GLSL}
const vec3 BARE_GROUND = vec3(0.012, 0.028, 0.052);
const float RELIEF = 7.0;


/** Tilt the vertical by the slope of the ground, much exaggerated. */
vec3 relief(vec3 n) {
  vec2 texel = 1.0 / vec2(textureSize(uTopography, 0));
  float east = texture(uTopography, vUv + vec2(texel.x, 0.0)).r - texture(uTopography, vUv - vec2(texel.x, 0.0)).r;
  float north = texture(uTopography, vUv + vec2(0.0, texel.y)).r - texture(uTopography, vUv - vec2(0.0, texel.y)).r;
  vec3 toEast = normalize(vec3(-n.y, n.x, 1e-6));
  vec3 toNorth = cross(n, toEast);
  float flatness = max(length(n.xy), 0.15);
  return normalize(n - RELIEF * uTopographyMix * (toEast * east / flatness + toNorth * north));
}

void main() {
  vec3 n = normalize(vNormal);
  vec3 toCamera = normalize(cameraPosition - vPosition);
  float sunHeight = dot(n, uSun);
  float facing = max(dot(n, toCamera), 0.0);
  float water = texture(uWater, vUv).r * uWaterMix;
  vec3 bumped = mix(relief(n), n, water);

  vec3 ground = texture(uDay, vUv).rgb;
  ground = mix(vec3(luminance(ground)), ground, 0.94);
  vec3 sea = mix(vec3(luminance(ground)), ground, 0.85) * vec3(0.40, 0.64, 0.74) + vec3(0.001, 0.010, 0.030);
  ground = mix(ground, sea, water);
  ground = mix(BARE_GROUND, ground, uDayMix);

  float lit = smoothstep(-0.06, 0.20, sunHeight);
  float sunlight = max(dot(bumped, uSun), 0.0);
  vec3 dusk = vec3(1.0, 0.50, 0.22) * exp(-pow((sunHeight - 0.05) / 0.075, 2.0));
  vec3 color = ground * (lit * (0.30 + 1.6 * sunlight) + dusk * mix(0.42, 0.10, water));

  vec3 night = texture(uNight, vUv).rgb;
  float lamp = max(0.0, night.r - 0.32 * night.b - 0.006) * uNightMix;
  vec3 lampColor = mix(vec3(1.0, 0.56, 0.22), vec3(1.0, 0.88, 0.68), smoothstep(0.04, 0.5, lamp));
  float dark = 1.0 - smoothstep(-0.12, 0.05, sunHeight);
  vec3 moonlit = (ground + 0.010) * vec3(0.085, 0.110, 0.170) * (0.35 + 0.65 * dot(bumped, toCamera));
  color += dark * lampColor * lamp * 7.5 + (1.0 - lit) * (moonlit + vec3(0.0022, 0.0050, 0.0125));

  vec3 halfway = normalize(uSun + toCamera);
  float mirror = max(dot(n, halfway), 0.0);
  float glint = pow(mirror, 500.0) * 0.14 + pow(mirror, 50.0) * 0.055;
  color += vec3(1.0, 0.88, 0.70) * glint * water * lit * smoothstep(0.0, 0.5, facing);

  float edge = pow(1.0 - facing, 2.6);
  vec3 air = airLight(sunHeight);
  color = mix(color, air * 0.70, edge * 0.60 * smoothstep(-0.25, 0.2, sunHeight));
  color += air * (0.022 * smoothstep(0.0, 0.4, sunHeight) + 0.60 * pow(1.0 - facing, 7.0));
  color += vec3(0.010, 0.022, 0.050) * pow(1.0 - facing, 3.0);

  outColor = vec4(color, 1.0);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
`;
