/**
 * What all tests of this module share. Lives here: sample entries and queries. Does not live here:
 * tests of one package.
 */
@NullMarked
package org.qingsheng.knowledge;

import org.jspecify.annotations.NullMarked;
