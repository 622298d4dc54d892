/**
 * What the OneBot channel promises: pure tables for decoder and encoder, and whole exchanges over a
 * real loopback socket against the scripted client of {@code fake}. No platform is called from
 * here.
 */
@NullMarked
package org.qingsheng.adapters.onebot;

import org.jspecify.annotations.NullMarked;
