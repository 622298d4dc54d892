/**
 * The conformance kit (验收套件): what every {@link org.qingsheng.adapters.ChannelAdapter} promises, as
 * checks that any adapter runs. An adapter's author extends {@link
 * org.qingsheng.adapters.kit.ConformanceKit} and writes one {@link
 * org.qingsheng.adapters.kit.PlatformSide}: a platform on loopback that says and sees what the
 * checks ask for. What a platform cannot do is declared with its reason ({@link
 * org.qingsheng.adapters.kit.Abilities}) and shows as a skipped check that says why.
 *
 * <p>Does not live here: anything that knows one platform; that is in the platform's own package.
 */
@NullMarked
package org.qingsheng.adapters.kit;

import org.jspecify.annotations.NullMarked;
