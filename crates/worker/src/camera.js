// The live camera that looks for the QR code of an identity card. A part of the worker's script: the
// page imports it from there, so that only those who scan fetch it.

// The longer side of what is searched, in pixels. A module of a code that fills a third of the frame
// has then four pixels or more.
const FRAME_SIDE = 800;
// The shortest pause between two pictures, in milliseconds.
const FRAME_PAUSE = 40;
// How long a camera may give no picture, in milliseconds: another app has it.
const MUTED_TIMEOUT = 3000;
const CAMERA_ERRORS = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
};

// Shows the camera in the element `film` and passes the square in the middle of its pictures to `read`,
// one after another, until a promise of `read` resolves to true. `onOpen` learns whether there is a light.
//
// Resolves to how it ended: "read", "closed" (the element left the page), "hidden" (the page was left),
// "taken" (the camera gives no more pictures), or why it did not begin: "refused", "missing", "busy".
// The camera is off then.
export const scanCard = async (film, read, onOpen) => {
  let end = "";
  let stream;
  const stop = (how) => {
    end ||= how;
    for (const track of stream?.getTracks() ?? []) track.stop();
  };
  const onHidden = () => document.hidden && stop("hidden");
  document.addEventListener("visibilitychange", onHidden);
  const watch = setInterval(() => film.isConnected || stop("closed"), 100);
  try {
    const video = { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } };
    stream = await navigator.mediaDevices.getUserMedia({ video });
    // It may have been closed while the person was asked for permission.
    if (end) stop(end);
    const [track] = stream.getVideoTracks();
    track.onended = () => stop("taken");
    track.onmute = () => setTimeout(() => track.muted && stop("taken"), MUTED_TIMEOUT);
    film.muted = true;
    film.srcObject = stream;
    await film.play();
    film.scrollIntoView({ block: "center" });
    onOpen(!!track.getCapabilities?.().torch);
    while (!end) {
      const begin = performance.now();
      // The size changes if the camera is switched or turned.
      const { videoWidth: width, videoHeight: height } = film;
      const side = Math.min(width, height);
      if (side) {
        const size = Math.min(side, FRAME_SIDE);
        const square = [(width - side) >> 1, (height - side) >> 1, side, side];
        const picture = await createImageBitmap(film, ...square, { resizeWidth: size, resizeHeight: size });
        if ((await read(picture)) && !end) stop("read");
        picture.close();
      }
      // At most half of the processor: the pause is as long as the work.
      const pause = Math.max(performance.now() - begin, FRAME_PAUSE);
      await new Promise((done) => setTimeout(done, pause));
    }
  } catch ({ name }) {
    end ||= CAMERA_ERRORS[name] ?? (stream ? "taken" : "busy");
  }
  stop(end);
  clearInterval(watch);
  document.removeEventListener("visibilitychange", onHidden);
  film.srcObject = null;
  return end;
};

// Turns the light of the camera on or off.
export const setTorch = (film, torch) => {
  const [track] = film.srcObject?.getVideoTracks() ?? [];
  track?.applyConstraints({ advanced: [{ torch }] }).catch(() => {});
};
