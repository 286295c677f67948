import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchBrowser, openWatchedPage } from '../helpers/browser.ts';

/** Draws one orange triangle over the middle of a 64×64 canvas on dark blue. */
const TRIANGLE_PAGE = `<!doctype html><title>triangle</title><canvas width="64" height="64"></canvas><script>
  const gl = document.querySelector('canvas').getContext('webgl2', { antialias: false });
  const compile = (type, source) => {
    const shader = gl.createShader(type);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader));
    return shader;
  };
  const program = gl.createProgram();
  gl.attachShader(program, compile(gl.VERTEX_SHADER, \`#version 300 es
    const vec2 corners[3] = vec2[](vec2(-0.8, -0.8), vec2(0.8, -0.8), vec2(0.0, 0.8));
    void main() { gl_Position = vec4(corners[gl_VertexID], 0.0, 1.0); }\`));
  gl.attachShader(program, compile(gl.FRAGMENT_SHADER, \`#version 300 es
    precision highp float; out vec4 color;
    void main() { color = vec4(1.0, 0.6, 0.2, 1.0); }\`));
  gl.linkProgram(program);
  gl.clearColor(0, 0, 0.2, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.useProgram(program);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  const pixel = (x, y) => { const out = new Uint8Array(4); gl.readPixels(x, y, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, out); return [...out]; };
  window.result = { inside: pixel(32, 24), outside: pixel(2, 60), renderer: gl.getParameter(gl.VERSION) };
</script>`;

describe('the browser of the tests', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
  });

  it('draws WebGL2 by software, to the exact colour', async () => {
    const { page, problems } = await openWatchedPage(browser);
    await page.setContent(TRIANGLE_PAGE);
    const result = await page.evaluate('window.result');
    expect(result).toMatchObject({ inside: [255, 153, 51, 255], outside: [0, 0, 51, 255] });
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('reports an error on the console, an exception, a rejection and a broken shader', async () => {
    const { page, problems } = await openWatchedPage(browser);
    await page.setContent(`<!doctype html><script>
      console.error('told on the console');
      setTimeout(() => { throw new Error('thrown') }, 0);
      Promise.reject(new Error('rejected'));
      document.createElement('canvas').getContext('webgl2').bindBuffer(1, null);
    </script>`);
    await expect.poll(() => problems.length, { timeout: 5000 }).toBeGreaterThanOrEqual(4);
    for (const word of ['told on the console', 'thrown', 'rejected', 'INVALID_ENUM']) {
      expect(problems.join('\n')).toContain(word);
    }
    await page.context().close();
  });
});
