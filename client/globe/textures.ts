import {
  ClampToEdgeWrapping,
  LinearFilter,
  LinearMipmapLinearFilter,
  NoColorSpace,
  RedFormat,
  RepeatWrapping,
  RGBAFormat,
  SRGBColorSpace,
  Texture,
} from 'three';

export interface TextureOptions {
  /** One channel holds a quantity; three hold colours in sRGB. */
  readonly channels: 'one' | 'color';
  /** Shrink to this width, for tests and small devices. */
  readonly maxWidth: number;
  readonly anisotropy: number;
}

/**
 * Load a plate carrée map. The image is decoded off the main thread.
 *
 * @returns null when it cannot be had; the globe is drawn without it
 */
export async function loadMap(
  url: string,
  { channels, maxWidth, anisotropy }: TextureOptions,
): Promise<Texture | null> {
  try {
    const response = await fetch(url);
    if (!response.ok) return null;
    const image = await decode(await response.blob(), maxWidth);
    const texture = new Texture(image);
    texture.format = channels === 'one' ? RedFormat : RGBAFormat;
    texture.colorSpace = channels === 'one' ? NoColorSpace : SRGBColorSpace;
    texture.flipY = false;
    texture.wrapS = RepeatWrapping;
    texture.wrapT = ClampToEdgeWrapping;
    texture.minFilter = LinearMipmapLinearFilter;
    texture.magFilter = LinearFilter;
    texture.anisotropy = anisotropy;
    texture.needsUpdate = true;
    return texture;
  } catch {
    return null;
  }
}

/** Load packed vectors; null when they cannot be had. */
export async function loadBytes(url: string): Promise<ArrayBuffer | null> {
  try {
    const response = await fetch(url);
    return response.ok ? await response.arrayBuffer() : null;
  } catch {
    return null;
  }
}

async function decode(blob: Blob, maxWidth: number): Promise<ImageBitmap> {
  const options: ImageBitmapOptions = {
    imageOrientation: 'flipY',
    premultiplyAlpha: 'none',
    colorSpaceConversion: 'none',
  };
  const image = await createImageBitmap(blob, options);
  if (image.width <= maxWidth) return image;
  image.close();
  return createImageBitmap(blob, { ...options, resizeWidth: maxWidth, resizeQuality: 'high' });
}
