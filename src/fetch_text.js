// Fetches a file with this hash; nothing if that fails. Tries again past the cache, which may hold an
// error response or another file.
const fetchFile = async (url, integrity) => {
  for (const cache of ["default", "reload"]) {
    const response = await fetch(url, { integrity, cache }).catch(() => null);
    if (response?.ok) return response;
  }
};

// Fetches a text whose folder lists the hashes of its files, and has the hash of that list as its name,
// in base64url.
const fetchText = async (url) => {
  const cut = url.lastIndexOf("/");
  const folder = url.slice(0, cut);
  const hash = folder.slice(folder.lastIndexOf("/") + 1).replaceAll("-", "+").replaceAll("_", "/");
  const list = await (await fetchFile(`${folder}/integrity.txt`, `sha256-${hash}=`))?.text();
  const line = list?.split("\n").find((line) => line.startsWith(`${url.slice(cut + 1)} `));
  return line && (await fetchFile(url, line.split(" ")[1]))?.text();
};
