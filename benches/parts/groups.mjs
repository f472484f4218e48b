// Which part of the source a function belongs to, by its name.

/** The module, as deep as said: `wawp_client::recipient` is 2 deep. */
export function groupOf(name, depth) {
  const path = plain(name);
  if (path === "") return "without a name";
  if (path.startsWith("core::ptr::drop_in_place")) return "dropping values (core::ptr::drop_in_place)";
  if (!path.includes("::")) return "exported functions and their shims";
  const modules = owner(path).split("::").slice(0, -1);
  // What begins with a capital is a type.
  const types = modules.findIndex((module) => !/^[a-z_]/.test(module));
  return (types > 0 ? modules.slice(0, types) : modules).slice(0, depth).join("::") || owner(path);
}

/** A name without the compiler's hashes. */
export function plain(name) {
  return name.replace(/::h[0-9a-f]{16}$/, "").replace(/\[[0-9a-f]+\]/g, "");
}

/** The path of what a function belongs to: a type's own, unless only the trait is ours. */
function owner(path) {
  const [first = path] = path.match(/[a-z_][\w:]*::\w+/i) ?? [];
  const [, type, trait] = path.match(/^<(?:&|mut |dyn )*([\w:]+).*? as ([\w:]+)/) ?? [];
  if (!type) return first;
  const isOfTrait = !type.includes("::") || (trait.startsWith("wawp_client") && !type.startsWith("wawp_client"));
  return isOfTrait ? `${trait}::_` : `${type}::_`;
}
