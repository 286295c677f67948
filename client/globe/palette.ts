import { Color, SRGBColorSpace, Vector3 } from 'three';

/** A CSS colour as three sRGB numbers 0…1, for shaders that write to the canvas without tone mapping. */
export function screenColor(css: string): Vector3 {
  const rgb = new Color(css).getRGB({ r: 0, g: 0, b: 0 }, SRGBColorSpace);
  return new Vector3(rgb.r, rgb.g, rgb.b);
}
